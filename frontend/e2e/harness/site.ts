import { join } from "node:path";
import type { Scenario } from "./scenario.ts";

/** Sets what the visitors of the built-in hub's site are told while nobody is there. */
export async function setQuiet(scenario: Scenario, quiet: "messenger" | "hidden"): Promise<void> {
  const data = ["--data", join(scenario.data, "hub")];
  const { site } = JSON.parse(await scenario.ask("parley-hub", ["site", "list", ...data])) as {
    site: string;
  };
  await scenario.ask("parley-hub", ["site", "set", ...data, "--site", site, "--quiet", quiet]);
}
