import { join } from "node:path";
import { Cable } from "./harness/cable.ts";
import { DeskApi } from "./harness/deskapi.ts";
import { TeamHub } from "./harness/hub.ts";
import type { Program } from "./harness/program.ts";
import type { Scenario } from "./harness/scenario.ts";
import { expect, test } from "./harness/test.ts";
import type { Visitor } from "./harness/visitor.ts";

/** Time for a page to notice what it was told, on a busy computer. */
const slack = 2_000;

async function told(visitor: Visitor, availability: "live" | "messenger", within?: number): Promise<void> {
  await expect(visitor.tab.widget).toHaveAttribute("data-availability", availability, { timeout: within });
}

/** An agent of a site of their own, Online at a desk without a window, and a visitor who was told so. */
async function pair(scenario: Scenario, hub: TeamHub, name: string, address = hub.address) {
  const site = await hub.addSite();
  const who = { name, email: `${name}@team.example`, password: "correct horse battery" };
  await hub.addAgent(who, site);
  const data = join(scenario.folder, name);
  const desk: Program = scenario.parley("parley-desk", "--hub", address, "--data", data, "--hidden");
  await DeskApi.signIn(scenario, data, address, who);
  const visitor = await scenario.visitor(hub.pageOf(site));
  await told(visitor, "live");
  return { desk, visitor, site };
}

test("nobody stays live who is gone without a word", { tag: "@slow" }, async ({ scenario }) => {
  test.setTimeout(180_000);
  const hub = await TeamHub.start(scenario);
  const [agents, visitors] = await Promise.all([Cable.lay(hub.address), Cable.lay(hub.address)]);
  try {
    const builtin = await scenario.demoDesk("--hidden");
    const guest = await scenario.visitor(builtin.page);
    const killed = await pair(scenario, hub, "killed");
    const stopped = await pair(scenario, hub, "stopped");
    const unplugged = await pair(scenario, hub, "unplugged", agents.address);
    const distant = await scenario.visitor(hub.pageOf(stopped.site, visitors.address));
    await Promise.all([told(guest, "live"), told(distant, "live")]);

    builtin.desk.signal("SIGKILL");
    killed.desk.signal("SIGKILL");
    stopped.desk.signal("SIGSTOP");
    agents.pull();
    visitors.pull();
    await Promise.all([
      told(distant, "messenger", 20_000 + slack),
      told(guest, "messenger", 25_000 + slack),
      told(killed.visitor, "messenger", 25_000 + slack),
      told(stopped.visitor, "messenger", 55_000 + slack),
      told(unplugged.visitor, "messenger", 55_000 + slack),
    ]);

    stopped.desk.signal("SIGCONT");
    agents.mend();
    visitors.mend();
    await Promise.all(
      [stopped.visitor, unplugged.visitor, distant].map((visitor) => told(visitor, "live", 30_000)),
    );
  } finally {
    agents.remove();
    visitors.remove();
  }
});
