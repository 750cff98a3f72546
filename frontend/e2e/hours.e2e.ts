import { DeskApi } from "./harness/deskapi.ts";
import { daily, minuteOf } from "./harness/hours.ts";
import type { Scenario } from "./harness/scenario.ts";
import { expect, test, until } from "./harness/test.ts";

const minute = 60_000;

/** What the tray's submenu shows. */
async function lengths(scenario: Scenario) {
  const menu = await scenario.desktop.tray.menu();
  const submenu = menu.find((entry) => entry.label === "For how long");
  return submenu?.children.filter((entry) => entry.visible) ?? [];
}

/** Its entries that are checked. */
const limits = async (scenario: Scenario) =>
  (await lengths(scenario)).flatMap(({ checked, label }) => (checked ? label : []));

/** The times of day it offers as an end. */
const ends = async (scenario: Scenario) =>
  (await lengths(scenario)).flatMap(({ label }) => (/^Until \d\d:\d\d/.test(label) ? label : []));

test("a status for a while says so everywhere, and gives the one before back", async ({ scenario }) => {
  const { tray } = scenario.desktop;
  await tray.appear();
  const { page } = await scenario.demoDesk("--hidden");
  const { tab } = await scenario.visitor(page);
  await expect(tab.widget).toHaveAttribute("data-availability", "live");

  const said = await scenario.terminal("status", "invisible", "--for", "30m");
  expect(said).toMatch(
    /^Invisible since \d\d:\d\d: by you, for 30 minutes\. Next change \d\d:\d\d, back to Online\.$/,
  );
  await expect(tab.widget).toHaveAttribute("data-availability", "messenger");
  await until(
    "the tray has half an hour checked",
    async () => (await limits(scenario)).join() === "30 minutes" && (await tray.read()).tooltip === said,
  );

  await tray.click("1 hour");
  await until("the tray has an hour checked", async () => (await limits(scenario)).join() === "1 hour");
  const [, , , , end = ""] = await ends(scenario);
  await tray.click(end);
  await until("the tray has the end checked", async () => (await limits(scenario)).join() === end);
  await scenario.says(new RegExp(`by you, ${end.replace("Until", "until")}`));
  await tray.click("No limit");
  await scenario.says(/^Invisible since \d\d:\d\d: by you\.$/);

  await scenario.terminal("status", "online", "--for", "2s");
  await expect(tab.widget).toHaveAttribute("data-availability", "live");
  await expect(tab.widget).toHaveAttribute("data-availability", "messenger");
});

test("hours begin at their minute, and a choice by hand holds until then", {
  tag: "@alone",
}, async ({ scenario }) => {
  test.setTimeout(150_000);
  await scenario.desktop.tray.appear();
  const { page } = await scenario.demoDesk("--hidden");
  const { tab } = await scenario.visitor(page);
  const desk = await DeskApi.connect(scenario);
  const start = Math.ceil((Date.now() + 10_000) / minute) * minute;
  await desk.call("desk.hours", daily({ start: minuteOf(start), end: minuteOf(start + 5 * minute) }));
  await desk.call("status.set", { status: "offline" });
  await expect(tab.widget).toHaveAttribute("data-availability", "messenger");
  await scenario.says(/^Offline since .*: by you\. Next change .*, your hours\.$/);

  await expect(tab.widget).toHaveAttribute("data-availability", "live", { timeout: 80_000 });
  const late = Date.now() - start;
  expect(late).toBeGreaterThanOrEqual(0);
  expect(late).toBeLessThan(2000);
  await scenario.says(/^Online since \d\d:\d\d: your hours\. Next change/);
});

test("the hub refuses hours that cannot be, and says what is wrong", async ({ scenario }) => {
  await scenario.demoDesk("--hidden");
  const desk = await DeskApi.connect(scenario);
  const hours = daily({ start: 540, end: 1020 });
  await expect(desk.call("desk.hours", { ...hours, zone: "Mars/Olympus" })).rejects.toThrow(/Mars\/Olympus/);
  await expect(
    desk.call("desk.hours", daily({ start: 540, end: 720 }, { start: 700, end: 900 })),
  ).rejects.toThrow(/overlap/);
  await desk.call("desk.hours", hours);
  await desk.shows("the hours", ({ session }) => session?.hours.week[0]?.length === 1);
});
