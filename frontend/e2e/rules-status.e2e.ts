import type { DateHours, Hours } from "../shared/local.ts";
import { oneMoreDesk, person } from "./harness/colleague.ts";
import { sql } from "./harness/database.ts";
import { show, Team, toasted, toasts, turn } from "./harness/team.ts";
import { expect, test, until } from "./harness/test.ts";

const { step } = test;

test("1: what a status means to visitors, for new chats, for notifications and in the window", async ({
  scenario,
  another,
}) => {
  const team = await Team.gather(scenario, another);
  const { ada, bo, cem, tabs } = team;
  let before = 0;

  await step("1.1 Online: available to visitors, asked about new chats, notified", async () => {
    await show("live", ...team.all);
    await tabs.ruth.write("Do you sell tandems?");
    for (const who of [ada, bo]) await toasted(who, /Do you sell tandems\?/);
  });

  await step("1.2 Invisible: not asked about a new chat, which is silent", async () => {
    await ada.agent.open(/Do you sell tandems/);
    await ada.agent.write("We do.");
    await expect(tabs.ruth.said("We do.")).toBeVisible();
    await ada.agent.choose("Invisible");
    await ada.agent.is("Invisible");
    before = ada.computer.desktop.toasts.length;
    await tabs.sami.write("Do you rent bikes?");
    await toasted(bo, /Do you rent bikes\?/);
    await ada.agent.open(/Do you rent bikes/); // every list and history may be read
    await ada.agent.reads("Do you rent bikes?");
  });

  await step("1.3 Invisible: notified of messages where joined, and of being added", async () => {
    await tabs.ruth.write("In green too?");
    await toasted(ada, /In green too\?/);
    await tabs.tess.write("Is there a car park?");
    await toasted(bo, /Is there a car park\?/);
    await cem.add((await team.conversation(ada, "Is there a car park?")).id, ada.id);
    await toasted(ada, /^Cem added you$/);
    expect(toasts(ada, before).filter((text) => /rent bikes/.test(text))).toEqual([]);
  });

  await step("1.4 Invisible: available where joined, unavailable elsewhere", async () => {
    await turn(bo, "Offline");
    await show("messenger", tabs.sami);
    await show("live", tabs.ruth, tabs.tess, tabs.tessToo);
  });

  await step("1.5 Offline: unavailable to every visitor", async () => {
    await turn(ada, "Offline");
    await show("messenger", ...team.all);
    await until("her screen is empty", () => ada.computer.desktop.shown.size === 0);
  });

  await step("1.6 Offline: the inbox fills without any notification, and all of it may be read", async () => {
    before = ada.computer.desktop.toasts.length;
    await tabs.ruth.write("Are you still there?");
    await cem.add((await team.conversation(ada, "Do you rent bikes?")).id, ada.id);
    await ada.agent.open(/Are you still there/);
    await ada.agent.reads("Do you sell tandems?");
    await ada.agent.open(/Do you rent bikes/);
    await ada.agent.reads(/^Cem added you/);
    expect(toasts(ada, before)).toEqual([]);
    expect((await ada.desk.state()).session?.unread).toBe(0);
  });

  await step("1.7 Offline: the agent may answer, and the reply is in the widget", async () => {
    await ada.agent.open(/Are you still there/);
    await ada.agent.window.shows("You are Offline. The visitor reads this in the chat.");
    await ada.agent.write("In a moment.");
    await expect(tabs.ruth.said("In a moment.")).toBeVisible();
    await ada.agent.is("Offline");
    await show("messenger", tabs.ruth);
  });

  await step("1.8 whoever is not Online finds Go online in the composer", async () => {
    await ada.agent.window.click("button", "Go online");
    await ada.agent.is("Online");
    await show("live", ...team.all);
    expect(await ada.agent.window.all("button", "Go online")).toHaveLength(0);
  });
});

const minute = 60_000;
const day = 24 * 60 * minute;

/** Hours in a zone without clock changes, with the same slots, in minutes from an instant, on every day. */
function around(at: number, slots: [from: number, to: number][], dates: DateHours[] = []): Hours {
  const wall = Math.floor((at + 9 * 60 * minute) / minute);
  const clock = (minutes: number) => (((wall + minutes) % 1440) + 1440) % 1440;
  const week = slots.map(([from, to]) => ({ start: clock(from), end: clock(to) }));
  week.sort((a, b) => a.start - b.start);
  return { zone: "Asia/Tokyo", week: Array.from({ length: 7 }, () => week), dates };
}

test("2: the view is derived from choices, hours and devices", async ({ scenario, another }) => {
  const team = await Team.gather(scenario, another);
  const { ada, bo, cem, tabs } = team;
  for (const who of [ada, bo]) await turn(who, "Offline");
  const now = Math.floor(Date.now() / minute) * minute;

  await step("2.1 before any choice or edge: Offline, not chosen yet", async () => {
    expect(await cem.status()).toMatchObject({ status: "offline", cause: "new" });
  });

  await step(
    "2.2 no device: Offline although the base is Online; a base that is Offline tells its own cause",
    async () => {
      const inside = around(now, [[-60, 60]]);
      expect(await cem.hours(inside)).toMatchObject({ status: "offline", cause: "disconnected" });
      const after = around(now, [[-90, -30]]);
      expect(await cem.hours(after)).toMatchObject({ status: "offline", cause: "hours" });
    },
  );

  await step(
    "2.3 signing in at a device changes no choice: the hours say Online, and visitors see it",
    async () => {
      await cem.hours(around(now, [[-60, 60]]));
      const { desk } = await oneMoreDesk(another, team.hub, person("Cem"));
      await desk.call("desk.policy", { idleAfter: 0, onReturn: "ask" });
      await show("live", ...team.all);
      const next = { at: now + 60 * minute, status: "offline", cause: "hours" };
      expect(await cem.status()).toMatchObject({ status: "online", cause: "hours", next });
    },
  );

  await step("2.4 hours count as they stand now, also for the past", async () => {
    const since = { status: "offline", cause: "hours" };
    expect(await cem.hours(around(now, [[-90, -30]]))).toMatchObject(since);
    await show("messenger", ...team.all);
  });

  await step("2.5 slots that touch are one", async () => {
    const touching = around(now, [
      [-60, 1],
      [1, 60],
    ]);
    expect(await cem.hours(touching)).toMatchObject({ status: "online", next: { at: now + 60 * minute } });
  });

  await step("2.6 an exception replaces the slots of its date, and a day off has none", async () => {
    const slots: [number, number][] = [[-60, 60]];
    const start = new Date(now - 60 * minute + 9 * 60 * minute).toISOString().slice(0, 10);
    const off = await cem.hours(around(now, slots, [{ date: start, slots: [] }]));
    expect(off).toMatchObject({ status: "offline", cause: "hours" });
    expect(off.next).toEqual({ at: now - 60 * minute + day, status: "online", cause: "hours" });
    const [later] = around(now, [[-60, 90]]).week[0] ?? []; // which begins on that date, whatever time it is
    const longer = around(now, slots, [{ date: start, slots: later ? [later] : [] }]);
    expect((await cem.hours(longer)).next?.at).toBe(now + 90 * minute);
  });

  await step("2.7 round the clock, or off, there are no edges", async () => {
    const always = around(now, [[0, 0]]);
    expect(await cem.hours(always)).toMatchObject({ status: "offline", cause: "new" });
    const never = { ...always, week: always.week.map(() => []) };
    expect(await cem.hours(never)).toMatchObject({ status: "offline", cause: "new" });
  });

  await step("2.8 a choice after the last edge counts until the next one", async () => {
    await cem.hours(around(now, [[-60, 60]]));
    const next = { at: now + 60 * minute, status: "offline", cause: "hours" };
    expect(await cem.choose("invisible")).toMatchObject({ status: "invisible", cause: "choice", next });
  });

  await step(
    "2.9 a timed choice is the base while it runs; afterwards it is as if it had not been",
    async () => {
      const timed = await cem.choose("online", 2);
      expect(timed).toMatchObject({ status: "online", cause: "choice" });
      expect(timed.next).toEqual({ at: timed.timed?.until, status: "invisible", cause: "choice" });
      await show("live", ...team.all);
      await show("messenger", ...team.all);
      expect(await cem.status()).toMatchObject({ status: "invisible", cause: "choice" });
    },
  );

  await step("2.10 any other choice ends a timed one", async () => {
    await cem.choose("online", 1000);
    const chosen = await cem.choose("offline");
    expect(chosen).toMatchObject({ status: "offline", cause: "choice" });
    expect(chosen.timed).toBeUndefined();
  });

  await step("2.11 an admin chooses for a colleague", async () => {
    await team.asked("PUT", `/site/agents/${team.cemId}/status`, { status: "online" });
    await show("live", ...team.all);
    expect(await cem.status()).toMatchObject({ status: "online", cause: "choice" });
    await cem.choose("offline");
    await show("messenger", ...team.all);
  });

  await step("2.12 until my next hours is offered only with hours", async () => {
    const offered = async () => {
      const menu = await bo.computer.desktop.tray.menu();
      const lengths = menu.find(({ label }) => label === "For how long")?.children ?? [];
      return lengths.some(({ label, visible }) => visible && label === "Until my next hours");
    };
    expect(await offered()).toBe(false);
    await bo.desk.call("desk.hours", around(now, [[-60, 60]]));
    await until("it is offered", offered);
    await bo.desk.call("desk.hours", around(now, []));
    await until("it is offered no more", async () => !(await offered()));
  });

  await step("2.13 tray, profile menu and REST all choose", async () => {
    await bo.computer.desktop.tray.click("Online");
    await bo.agent.is("Online");
    await ada.agent.choose("Online");
    await ada.agent.is("Online");
    expect(await ada.agent.status()).toContain("by you");
    await show("live", tabs.sami);
    await turn(bo, "Offline");
  });

  await turn(ada, "Invisible");
  const second = (await oneMoreDesk(another, team.hub, person("Ada"))).desk;

  await step(
    "2.14 a choice counts on all devices; a second one, and signing in there, never change it",
    async () => {
      expect((await second.state()).session?.view).toEqual((await ada.desk.state()).session?.view);
      await show("messenger", ...team.all);
      await second.call("status.set", { status: "online" });
      await ada.agent.is("Online");
      await show("live", ...team.all);
    },
  );

  await step("2.15 a device that says goodbye is gone at once, and the others count", async () => {
    await ada.computer.desktop.login.lock();
    await until("the hub knows that one of two is gone", async () => {
      const gone = "SELECT count(*) FROM devices WHERE agent = $1 AND left_at > 0";
      return (await sql(scenario, team.hub.data, gone, ada.id))[0]?.[0] === 1;
    });
    await show("live", ...team.all);
    await ada.agent.is("Online");
    await second.call("desk.quit");
    await show("messenger", ...team.all);
    await ada.desk.shows("why", ({ session }) => session?.view?.cause === "disconnected");
  });

  await step("2.16 and it is back with the unlock, with the status from before", async () => {
    await ada.computer.desktop.login.unlock();
    await ada.agent.is("Online");
    await show("live", ...team.all);
  });
});
