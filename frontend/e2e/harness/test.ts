import { rmSync } from "node:fs";
import { test as base, type TestInfo } from "@playwright/test";
import { Chromium } from "./chromium.ts";
import { Scenario } from "./scenario.ts";
import { buildShim } from "./shim.ts";

export { expect } from "@playwright/test";
export { until } from "./until.ts";

type Fixture<T> = (value: T) => Promise<void>;

/** What the tests of a worker share. */
interface Shared {
  shim: string;
  chromium: Chromium;
}

/** Lends a computer to a test. */
async function lend({ shim, chromium }: Shared, use: Fixture<Scenario>, info: TestInfo): Promise<void> {
  const scenario = await Scenario.start(shim, chromium);
  try {
    await use(scenario);
  } finally {
    if (info.status !== info.expectedStatus) process.stderr.write(`${scenario.logs()}\n`);
    await scenario.end();
  }
}

/** A test with a computer of its own, and another where it asks for that. When it fails, it tells what every program wrote. */
export const test = base.extend<{ scenario: Scenario; another: Scenario }, Shared>({
  shim: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of a fixture's needs from here
    async ({}, use) => {
      const library = buildShim();
      await use(library);
      rmSync(library);
    },
    { scope: "worker" },
  ],
  chromium: [
    // biome-ignore lint/correctness/noEmptyPattern: as above
    async ({}, use) => {
      const browser = new Chromium();
      await use(browser);
      await browser.end();
    },
    { scope: "worker" },
  ],
  scenario: ({ shim, chromium }, use, info) => lend({ shim, chromium }, use, info),
  another: ({ shim, chromium }, use, info) => lend({ shim, chromium }, use, info),
});
