import { rmSync } from "node:fs";
import { test as base } from "@playwright/test";
import { Scenario } from "./scenario.ts";
import { buildShim } from "./shim.ts";

export { expect } from "@playwright/test";
export { until } from "./until.ts";

/** A test with a computer of its own. When it fails, it tells what every program wrote. */
export const test = base.extend<{ scenario: Scenario }, { shim: string }>({
  shim: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of a fixture's needs from here
    async ({}, use) => {
      const library = buildShim();
      await use(library);
      rmSync(library);
    },
    { scope: "worker" },
  ],
  scenario: async ({ shim }, use, info) => {
    const scenario = await Scenario.start(shim);
    try {
      await use(scenario);
    } finally {
      if (info.status !== info.expectedStatus) process.stderr.write(`${scenario.logs()}\n`);
      await scenario.end();
    }
  },
});
