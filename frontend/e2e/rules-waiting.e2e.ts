import { oneMoreDesk, person } from "./harness/colleague.ts";
import { show, Team, toasted, toasts, turn, untoasted } from "./harness/team.ts";
import { expect, test, until } from "./harness/test.ts";

const { step } = test;

test("5: who is asked about a new chat, and what ends its wait", async ({ scenario, another }) => {
  const team = await Team.gather(scenario, another);
  const { ada, bo, cem, tabs } = team;
  const { ruth, sami, tess } = tabs;
  let began = 0;

  await step(
    "5.1 a message opens a conversation, and all Online agents are asked, as Unassigned",
    async () => {
      await ruth.write("Do you sell tandems?");
      for (const who of [ada, bo]) {
        const item = await team.stands(who, "Do you sell tandems?", ({ asks }) => asks === true);
        expect(item).toMatchObject({ open: true, state: "waiting", why: "first", members: [] });
        expect(item.assigned).toBeUndefined();
        began = item.waitingSince ?? 0;
        await toasted(who, /Do you sell tandems\?/);
      }
    },
  );

  const { id } = await team.conversation(ada, "Do you sell tandems?");

  await step("5.2 taking a chat joins it and withdraws the others' toasts", async () => {
    const toast = await toasted(bo, /Do you sell tandems\?/);
    const [take = ""] = Object.entries(toast.actions).find(([, label]) => label === "Take it") ?? [];
    await bo.computer.desktop.notifications.act(toast, take);
    await untoasted(ada, /tandems/);
    await ada.agent.open(/tandems/);
    await ada.agent.reads(/^Bo joined/);
    await ada.agent.settings("Chat profile"); // no conversation is in front of her any more
  });

  await step("5.3 the wait goes on until a human reply, and asks the present members", async () => {
    const mine = await team.stands(bo, "Do you sell tandems?", ({ members }) => members.length === 1);
    expect(mine).toMatchObject({ state: "waiting", waitingSince: began, asks: true });
    const theirs = await team.stands(ada, "Do you sell tandems?", ({ asks }) => !asks);
    expect(theirs).toMatchObject({ state: "waiting", waitingSince: began });
  });

  await step("5.4 agents who go or come do not end it; without a present member all are asked", async () => {
    await turn(bo, "Offline");
    const asked = await team.stands(ada, "Do you sell tandems?", ({ asks }) => asks === true);
    expect(asked.waitingSince).toBe(began);
    await turn(bo, "Online");
    await team.stands(ada, "Do you sell tandems?", ({ asks, state }) => !asks && state === "waiting");
    await bo.agent.open(/tandems/);
    await bo.agent.write("We do.");
    await team.stands(ada, "We do.", ({ state, waitingSince }) => state === "quiet" && !waitingSince);
  });

  await step(
    "5.5 a message to a present member who has replied is that member's: nobody else is asked",
    async () => {
      const before = toasts(ada).length;
      await ruth.write("In green?");
      const item = await team.stands(bo, "In green?", ({ state }) => state === "owned");
      expect(item.waitingSince).toBeGreaterThan(began);
      await bo.agent.row(/waiting since .*In green\?/); // the card
      const theirs = await team.conversation(ada, "In green?");
      expect({ state: theirs.state, asks: theirs.asks ?? false }).toEqual({ state: "owned", asks: false });
      expect(toasts(ada, before)).toEqual([]);
    },
  );

  await step("5.6 when the last of them goes, the wait counts from that moment", async () => {
    const before = (await team.conversation(ada, "In green?")).waitingSince ?? 0;
    await turn(bo, "Offline");
    const item = await team.stands(ada, "In green?", ({ state }) => state === "waiting");
    expect(item.asks).toBe(true);
    expect(item.waitingSince).toBeGreaterThan(before);
    await toasted(ada, /In green\?/);
    await turn(bo, "Online");
  });

  await step("5.7 closing ends it", async () => {
    await team.stands(ada, "In green?", ({ state }) => state === "owned");
    await cem.act(id, "close");
    await until("no list has it", async () => (await cem.conversations()).length === 0);
    await untoasted(ada, /green/);
  });

  await step("5.8 an agent's reply opens a conversation that is closed, and begins no wait", async () => {
    await bo.agent.window.shows("Sending opens it again");
    await bo.agent.write("In green, too.");
    const item = await team.stands(ada, "In green, too.", ({ open }) => open);
    expect(item).toMatchObject({ state: "quiet", members: [{ id: bo.id, replied: true }] });
  });

  await step(
    "5.9 what is written while the visitor is not told live is an offline message: nobody is asked",
    async () => {
      for (const who of [ada, bo]) await turn(who, "Invisible");
      await show("messenger", sami);
      await sami.write("Nobody here?");
      await turn(ada, "Online");
      const item = await team.stands(ada, "Nobody here?", ({ state }) => state === "offline");
      expect(item).toMatchObject({ offline: true });
      expect(item.asks ?? false).toBe(false);
      await show("live", sami);
      await sami.write("And now?");
      await team.stands(ada, "And now?", ({ state, asks }) => state === "waiting" && asks === true);
    },
  );

  await step("5.10 by setting, one is assigned: who has the fewest open conversations", async () => {
    await turn(bo, "Online");
    await team.set({ routing: "fewest" });
    await ada.agent.window.click("button", /^Inbox\b/);
    await ada.agent.open(/And now\?/);
    await ada.agent.write("Now, yes.");
    await bo.agent.open(/In green, too/);
    await bo.agent.window.click("button", "Close");
    const before = toasts(ada).length;
    await tess.write("Is it far?");
    const item = await team.stands(bo, "Is it far?", ({ assigned }) => assigned === bo.id);
    expect(item).toMatchObject({ members: [{ id: bo.id, replied: false }], asks: true });
    await toasted(bo, /Is it far\?/);
    expect((await team.conversation(ada, "Is it far?")).asks ?? false).toBe(false);
    expect(toasts(ada, before).filter((text) => /far/.test(text))).toEqual([]);
  });

  await step(
    "5.11 of two who take one chat in the same second one wins, and the other is told who",
    async () => {
      await team.set({ routing: "everybody" });
      await ruth.write("And a trailer?");
      const chat = (await team.stands(bo, "And a trailer?", ({ members }) => members.length === 0)).id;
      const takes = await Promise.allSettled([
        bo.desk.call("conversation.take", { conversation: chat }),
        cem.act(chat, "take"),
      ]);
      const refused = takes.flatMap((take, i) =>
        take.status === "rejected" ? [[i, String(take.reason)]] : [],
      );
      expect(refused).toHaveLength(1);
      const [[loser, why]] = refused as [[number, string]];
      expect(why).toContain(loser === 0 ? "Cem was faster" : "Bo was faster");
      const { members } = await team.stands(ada, "And a trailer?", ({ members }) => members.length > 0);
      expect(members.map((member) => member.id)).toEqual([loser === 0 ? team.cemId : bo.id]);
    },
  );
});

test("5: the steps of a wait that nobody ends", async ({ scenario, another }) => {
  const team = await Team.gather(scenario, another);
  const { ada, bo, cem, tabs } = team;
  await oneMoreDesk(another, team.hub, person("Cem"));
  await cem.choose("invisible");

  await step("5.12 the box is in Settings > Chat profile > Advanced", async () => {
    await bo.agent.choose("Invisible");
    await bo.agent.settings("Chat profile");
    await bo.agent.window.shows("Advanced");
    await bo.agent.window.click(
      "switch",
      "Get notified of new chats when invisible, if online agents are too slow to answer",
    );
    await bo.desk.shows("the box ticked", ({ session }) => session?.reserve);
  });

  const [t1, t2, t3] = [4, 9, 14]; // seconds
  await team.set({ steps: { t1, t2, t3 } });
  const { id, waitingSince = 0 } = await step("5.13 until T1 only the member is asked", async () => {
    await tabs.ruth.write("Is anybody there?");
    const item = await team.stands(ada, "Is anybody there?", ({ asks }) => asks === true);
    await ada.desk.call("conversation.take", { conversation: item.id });
    await cem.choose("online");
    return item;
  });
  const waited = () => (Date.now() - waitingSince) / 1000;
  const nobody = tabs.ruth.chat.locator("section").getByText("Nobody could answer just now.");
  const rest = async () => (await cem.conversations()).find((item) => item.id === id);

  await step(
    "5.14 from T1 on all Online agents of the team are asked too, also who comes Online later",
    async () => {
      await until("Cem is asked", async () => (await rest())?.why === "too");
      expect(waited()).toBeGreaterThanOrEqual(t1);
      expect(await rest()).toMatchObject({ state: "waiting", asks: true });
      await cem.choose("invisible");
      await until("Cem is asked no more", async () => !(await rest())?.asks);
      await cem.choose("online");
      await until("Cem is asked again", async () => (await rest())?.why === "too");
    },
  );

  await step("5.15 from T2 on also the Invisible agents who want to be, with a notification", async () => {
    await toasted(bo, /^Online agents are busy$/);
    expect(waited()).toBeGreaterThanOrEqual(t2);
    expect(await team.conversation(bo, "Is anybody there?")).toMatchObject({ why: "late", asks: true });
    expect(toasts(bo)).toHaveLength(1);
  });

  await step(
    "5.16 at T3 it is missed: red for everyone, and the visitor is offered to leave an address",
    async () => {
      for (const who of [ada, bo])
        await team.stands(who, "Is anybody there?", ({ state }) => state === "missed");
      expect(waited()).toBeGreaterThanOrEqual(t3);
      expect((await rest())?.state).toBe("missed");
      await ada.agent.row(/missed, waiting since .*Is anybody there\?/);
      await expect(nobody).toBeVisible();
      await tabs.ruth.chat.getByRole("textbox", { name: /^E-mail address/ }).fill("ruth@post.example");
      await tabs.ruth.chat.getByRole("button", { name: "Save address" }).click();
      await ada.agent.row(/^ruth\b/);
      expect(await team.conversation(ada, "Is anybody there?")).toMatchObject({ state: "missed" });
    },
  );

  await step("5.17 it is missed until somebody replies, wherever that is", async () => {
    await cem.say(id, "Sorry, here I am.");
    await expect(tabs.ruth.said("Sorry, here I am.")).toBeVisible();
    for (const who of [ada, bo])
      await team.stands(who, "Sorry, here I am.", ({ state }) => state === "quiet");
    await expect(nobody).toBeHidden();
  });
});
