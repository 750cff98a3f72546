import { colleague, person } from "./harness/colleague.ts";
import type { DeskApi } from "./harness/deskapi.ts";
import { TeamHub } from "./harness/hub.ts";
import type { Scenario } from "./harness/scenario.ts";
import { expect, test, until } from "./harness/test.ts";

type Status = "online" | "invisible";

/** Somebody at a desk of their own, with a status. */
async function at(
  scenario: Scenario,
  hub: TeamHub,
  name: string,
  status: Status,
  reserve = false,
): Promise<DeskApi> {
  const desk = await colleague(scenario, hub, person(name));
  await desk.call("status.set", { status });
  if (reserve) await desk.call("desk.reserve", { on: true });
  await desk.shows(status, ({ session }) => session?.view?.status === status && session.reserve === reserve);
  return desk;
}

/** A team's hub with a silent agent who is Online and two Invisible ones, of whom Ivy wants to be asked. */
async function team(scenario: Scenario, ...steps: [t1: string, t2: string, t3: string]) {
  const { desktop } = scenario;
  await Promise.all([desktop.tray.appear(), desktop.notifications.appear()]);
  const hub = await TeamHub.start(scenario);
  const [t1, t2, t3] = steps;
  await scenario.ask("parley-hub", [
    ...["site", "set", "--data", hub.data, "--site", hub.site],
    ...["--t1", t1, "--t2", t2, "--t3", t3],
  ]);
  const silent = await at(scenario, hub, "Ada", "online");
  const reserve = await at(scenario, hub, "Ivy", "invisible", true);
  const hidden = await at(scenario, hub, "Uwe", "invisible");
  return { hub, silent, reserve, hidden };
}

/** How often a toast with this title was shown. */
const shown = (scenario: Scenario, title: RegExp) =>
  scenario.desktop.toasts.filter(({ summary }) => title.test(summary)).length;

/** The only conversation of a desk. */
const only = (desk: DeskApi, what: string, state: string, within?: number) =>
  desk.shows(what, ({ session }) => session?.conversations.find((c) => c.state === state), within);

test("an Invisible agent who wants to be asked is when Online ones are too slow, and is there for that visitor alone", async ({
  scenario,
}) => {
  const { hub, silent, reserve, hidden } = await team(scenario, "2s", "5s", "60s");
  const waiting = (await scenario.visitor(hub.page)).tab;
  const other = (await scenario.visitor(hub.page)).tab;
  await expect(waiting.widget).toHaveAttribute("data-availability", "live");
  await waiting.write("Is anybody there?");
  const { desktop } = scenario;
  await desktop.notifications.toast(/Is anybody there\?/);
  const toast = await desktop.notifications.toast(/^Online agents are busy$/, 15_000);
  const { id } = await only(reserve, "the chat", "waiting");
  await silent.call("status.set", { status: "invisible" });
  await expect(other.widget).toHaveAttribute("data-availability", "messenger");
  await reserve.call("conversation.send", { conversation: id, text: "I am." });
  await expect(waiting.said("I am.")).toBeVisible();
  await expect(waiting.widget).toHaveAttribute("data-availability", "live");
  await expect(other.widget).toHaveAttribute("data-availability", "messenger");
  await until("the toast is withdrawn", () => !desktop.shown.has(toast.id));
  await only(hidden, "the answered chat", "quiet");
  expect(shown(scenario, /^Online agents are busy$/)).toBe(1);
});

test("a chat nobody answers is missed at T3, for everyone and once, also when the hub is killed in between", async ({
  scenario,
}) => {
  const { hub, silent, reserve, hidden } = await team(scenario, "3s", "12s", "16s");
  await scenario.ask("parley-hub", [
    ...["site", "set", "--data", hub.data, "--site", hub.site, "--routing", "fewest"],
  ]);
  const second = await at(scenario, hub, "Bo", "online");
  const { tab } = await scenario.visitor(hub.page);
  await tab.write("Hello?");
  await scenario.desktop.notifications.toast(/is waiting$/, 10_000);
  await hub.kill();
  await hub.restart();
  await scenario.desktop.notifications.toast(/^Online agents are busy$/, 20_000);
  for (const desk of [silent, second, reserve, hidden]) await only(desk, "the missed chat", "missed", 20_000);
  expect(shown(scenario, /is waiting$/)).toBe(1);
  expect(shown(scenario, /^Online agents are busy$/)).toBe(1);

  const { id } = await only(silent, "the missed chat", "missed");
  await silent.call("conversation.send", { conversation: id, text: "Sorry, here I am." });
  await expect(tab.said("Sorry, here I am.")).toBeVisible();
  for (const desk of [silent, second, reserve, hidden]) await only(desk, "the answered chat", "quiet");
});
