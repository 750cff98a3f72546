import { copyFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { Agent } from "./harness/agent.ts";
import { DeskApi } from "./harness/deskapi.ts";
import type { Scenario } from "./harness/scenario.ts";
import { expect, test, until } from "./harness/test.ts";

/** Puts the computer into a zone, as whoever sets it does: another file takes the place of the one before. */
function isIn(scenario: Scenario, zone: string): void {
  const file = join(scenario.folder, "zone");
  copyFileSync(join("/usr/share/zoneinfo", zone), `${file}.new`);
  renameSync(`${file}.new`, file);
  scenario.env.TZ = `:${file}`;
}

/** What a clock in a zone shows. */
const clock = (at: number, zone: string) =>
  new Intl.DateTimeFormat("en", {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: zone,
  }).format(at);

/** Tray and terminal tell the same status, since a time of the zone. */
async function told(scenario: Scenario, desk: DeskApi, zone: string, within?: number): Promise<string> {
  const since = await desk.shows(
    `Online in ${zone}`,
    ({ session, system }) =>
      system.zone === zone && session?.view?.status === "online"
        ? clock(session.view.since, zone)
        : undefined,
    within,
  );
  const begin = `Online since ${since}: `;
  await until(`the tray says "${begin}"`, async () =>
    (await scenario.desktop.tray.read()).tooltip.startsWith(begin),
  );
  expect(await scenario.terminal("status")).toContain(begin);
  return since;
}

test("who wakes the computer in another zone reads the times of there", async ({ scenario }) => {
  isIn(scenario, "Europe/Berlin");
  await Promise.all([scenario.desktop.tray.appear(), scenario.desktop.login.appear()]);
  const { page } = await scenario.demoDesk();
  await until(
    "the desk watches over sleep",
    async () => (await scenario.desktop.login.inhibited()).length > 0,
  );
  const [visitor, agent, desk] = await Promise.all([
    scenario.visitor(page),
    Agent.at(scenario),
    DeskApi.connect(scenario),
  ]);
  await expect(visitor.tab.widget).toHaveAttribute("data-availability", "live");
  const began = await told(scenario, desk, "Europe/Berlin");
  expect(await agent.status()).toContain(`since ${began}`);
  await visitor.tab.write("Do you ship to New York?");
  await agent.open(/Do you ship to New York/);
  const wrote = await desk.shows("the message", ({ session }) => session?.focus?.entries[0]?.at);
  await agent.reads(new RegExp(`· ${clock(wrote, "Europe/Berlin")}$`));

  await scenario.desktop.login.sleep();
  isIn(scenario, "America/New_York");
  await scenario.desktop.login.wake();
  const back = await told(scenario, desk, "America/New_York", 20_000);
  await agent.is("Online");
  await until("the window says the time of there", async () =>
    (await agent.status()).includes(`since ${back}`),
  );
  await agent.reads(new RegExp(`· ${clock(wrote, "America/New_York")}$`));

  const end = clock(Date.now() + 5 * 60 * 60_000, "America/New_York");
  const said = await scenario.terminal("status", "invisible", "--until", end);
  expect(said).toContain(`by you, until ${end}`);
  await agent.window.find("button", new RegExp(`^Invisible.* until .*${end}`));
});

test("a zone that is put right is noticed within a minute", async ({ scenario }) => {
  test.setTimeout(120_000);
  isIn(scenario, "America/New_York");
  await scenario.desktop.tray.appear();
  await scenario.demoDesk("--hidden");
  const desk = await DeskApi.connect(scenario);
  await told(scenario, desk, "America/New_York");
  isIn(scenario, "Asia/Tokyo");
  await told(scenario, desk, "Asia/Tokyo", 70_000);
});
