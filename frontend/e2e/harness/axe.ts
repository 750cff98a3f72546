import type { Frame } from "@playwright/test";
import axe, { type AxeResults } from "axe-core";
import type { RealWindow } from "./window.ts";

// Each page is asked by itself: what an iframe holds is asked there. What fades in has its contrast only at the end.
const ask = `
  const done = arguments[0];
  const moving = document.getAnimations().filter((a) => Number.isFinite(a.effect.getComputedTiming().endTime));
  Promise.allSettled(moving.map((animation) => animation.finished))
    .then(() => axe.run(document, { iframes: false, resultTypes: ["violations"] }))
    .then(done, (error) => done(String(error)));
`;

/** What axe finds on a page that shuts somebody out: each as its rule, and where. */
export async function barriers(page: Frame | RealWindow): Promise<string[]> {
  let found: AxeResults | string;
  if ("driver" in page) {
    await page.driver.executeScript(axe.source);
    found = await page.driver.executeAsyncScript<AxeResults | string>(ask);
  } else {
    await page.evaluate(axe.source);
    found = await page.evaluate<AxeResults | string>(`new Promise((done) => (function () {${ask}})(done))`);
  }
  if (typeof found === "string") throw new Error(found);
  return found.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.failureSummary ?? ""}`),
    );
}
