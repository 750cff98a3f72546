import type { WebSocket } from "@playwright/test";
import { show, Team, turn } from "./harness/team.ts";
import { expect, test } from "./harness/test.ts";
import type { Tab } from "./harness/visitor.ts";

const { step } = test;
const atOnce = 1000; // milliseconds

/** Waits until the chat that is open in a tab says that these are here. */
async function meets(tab: Tab, names: string): Promise<void> {
  await tab.open();
  await expect(tab.chat.getByRole("heading", { level: 1 })).toHaveText(names);
}

/** Counts how often a page is told an availability from now on, once it is loaded again. */
async function counting(tab: Tab): Promise<() => number> {
  let told = 0;
  const listen = (socket: WebSocket) =>
    socket.on("framereceived", ({ payload }) => {
      if (JSON.parse(payload.toString()).type === "availability") told += 1;
    });
  tab.page.on("websocket", listen);
  await tab.page.reload();
  return () => told;
}

test("4: what a visitor without a conversation is told, with one, and with the chat open", {
  tag: "@alone",
}, async ({ scenario, another }) => {
  const team = await Team.gather(scenario, another);
  const { ada, bo, tabs } = team;
  const { ruth, sami, tess, tessToo } = tabs;

  await step("4.1 without a conversation: live with the Online agents of the site", async () => {
    await show("live", ...team.all);
    await meets(tess, "Ada and Bo");
    await expect(tess.chat.getByText("Here now")).toBeVisible();
    await expect(tess.chat.getByText("How can we help?")).toBeVisible();
    await turn(bo, "Offline");
    await meets(tess, "Ada");
  });

  await step(
    "4.2 nobody there: messenger or hidden, by the site; messenger while the conversation is open",
    async () => {
      await ruth.write("Do you repair brakes?");
      await ada.agent.row(/Do you repair brakes/);
      await ruth.close();
      await turn(ada, "Invisible");
      await show("messenger", ...team.all);
      await team.set({ quiet: "hidden" });
      await show("hidden", sami);
      await expect(sami.launcher).toBeHidden();
      await show("messenger", ruth);
    },
  );

  await step(
    "4.3 a chat window that is open is not hidden until it is closed, each tab for itself",
    async () => {
      await show("messenger", tess);
      await show("hidden", tessToo);
      await expect(tess.composer).toBeVisible();
      await tess.close();
      await show("hidden", tess);
      await turn(ada, "Online");
      await show("live", ...team.all);
      await tess.open();
      await turn(ada, "Invisible");
      await show("messenger", tess);
      await tess.page.goto(`${team.hub.page}/workshop`); // leaving the page closes it too
      await show("hidden", tess, sami, tessToo);
      await team.set({ quiet: "messenger" });
      await show("messenger", ...team.all);
    },
  );

  await step(
    "4.4 messenger says that a message is welcome, and asks for an address unless it is known",
    async () => {
      await sami.open();
      await expect(sami.chat.getByRole("heading", { level: 1 })).toHaveText("Write to us");
      await expect(sami.chat.getByText(/^Nobody is in the chat right now/)).toBeVisible();
      await expect(sami.chat.getByText("for our answer, optional")).toBeVisible();
      await team.set({ contact: { live: "off", messenger: "required" } });
      await expect(sami.chat.getByText("for our answer", { exact: true })).toBeVisible();
      await sami.write("Is there a ferry?");
      await expect(sami.chat.getByText("We need an address to answer to.")).toBeVisible();
      await sami.chat.getByRole("textbox", { name: /^E-mail address/ }).fill("sami@post.example");
      await sami.send();
      await expect(sami.said("Is there a ferry?")).toBeVisible();
      await expect(sami.chat.getByText("The answer may take a while.")).toBeVisible();
      await sami.page.reload();
      await sami.open();
      await expect(sami.chat.getByRole("textbox", { name: /^E-mail address/ })).toHaveCount(0);
      await tessToo.open();
      await expect(tessToo.chat.getByRole("textbox", { name: /^E-mail address/ })).toBeVisible();
    },
  );

  await step("4.5 a change reaches every open widget at once", async () => {
    for (const [status, mode] of [
      ["Online", "live"],
      ["Invisible", "messenger"],
    ] as const) {
      await turn(bo, status);
      const begun = Date.now();
      await show(mode, ...team.all);
      expect(Date.now() - begun).toBeLessThan(atOnce);
    }
  });

  await step("4.6 a visitor is told only when that visitor's own answer changes", async () => {
    await turn(bo, "Online");
    await ada.agent.open(/Do you repair brakes/);
    await ada.agent.write("We do.");
    await meets(ruth, "Ada");
    await meets(tess, "Bo");
    const told = await counting(ruth);
    await meets(ruth, "Ada");
    const before = told();
    await turn(bo, "Offline");
    await show("messenger", tess);
    await turn(bo, "Online");
    await meets(tess, "Bo");
    expect(told()).toBe(before);
    await turn(ada, "Offline");
    await meets(ruth, "Bo");
    expect(told()).toBe(before + 1);
  });
});

test("3: who is present in one conversation, and who becomes a member of it", async ({
  scenario,
  another,
}) => {
  const team = await Team.gather(scenario, another);
  const { ada, bo, cem, tabs } = team;
  const { ruth, sami, tess, tessToo } = tabs;
  await turn(bo, "Invisible");

  await step("3.1 an Invisible agent who replies appears to that visitor alone", async () => {
    await ruth.write("Do you have a pump?");
    await bo.agent.open(/Do you have a pump/);
    await bo.agent.write("Two of them.");
    await expect(ruth.said("Two of them.")).toBeVisible();
    await meets(ruth, "Bo");
    await meets(sami, "Ada");
    await turn(ada, "Invisible");
    await show("live", ruth);
    await show("messenger", sami, tess, tessToo);
  });

  await step("3.2 who turns Invisible stays there in the conversations joined before", async () => {
    await turn(ada, "Online");
    await sami.write("May I bring my dog?");
    await ada.agent.open(/May I bring my dog/);
    await ada.agent.window.click("button", "Take it");
    await meets(sami, "Ada");
    await turn(ada, "Invisible");
    await show("messenger", tess);
    await meets(sami, "Ada");
  });

  await step("3.3 who is Online is present everywhere, and gives way to the members", async () => {
    await turn(bo, "Online");
    await meets(tess, "Bo");
    await meets(sami, "Ada");
  });

  await step("3.4 an Offline member is not present, and the team is told instead", async () => {
    await turn(ada, "Offline");
    await meets(sami, "Bo");
    await turn(bo, "Invisible");
    await show("messenger", sami);
    await turn(ada, "Invisible");
    await meets(sami, "Ada");
  });

  const dog = (await team.conversation(ada, "May I bring my dog?")).id;

  await step("3.5 closing ends it, and a conversation that opens again has no members", async () => {
    await ada.agent.window.click("button", "Close");
    await show("messenger", sami);
    await sami.write("And a cat?");
    const { id, members, assigned } = await team.conversation(ada, "And a cat?");
    expect({ id, members, assigned }).toEqual({ id: dog, members: [], assigned: undefined });
    await show("messenger", sami);
  });

  await step("3.6 being added makes a member, and leaving ends it", async () => {
    await cem.add(dog, ada.id);
    await meets(sami, "Ada");
    await ada.agent.open(/And a cat/);
    await ada.agent.window.click("button", "Assign");
    await ada.agent.window.click("menuitem", /^Leave/);
    await show("messenger", sami);
  });

  await step("3.7 being assigned makes a member, and closing ends that too", async () => {
    await cem.assign(dog, { agent: bo.id });
    await meets(sami, "Bo");
    expect((await team.conversation(ada, "And a cat?")).assigned).toBe(bo.id);
    await cem.act(dog, "close");
    await show("messenger", sami);
    await sami.write("Or a parrot?");
    expect((await team.conversation(ada, "Or a parrot?")).assigned).toBeUndefined();
  });

  await step(
    "3.8 an agent without a device may join and answer over REST, and is present nowhere",
    async () => {
      await cem.choose("online");
      await cem.say(dog, "All animals are welcome.");
      await expect(sami.said("All animals are welcome.")).toBeVisible();
      const { members } = await team.conversation(ada, "All animals are welcome.");
      expect(members).toEqual([{ id: team.cemId, replied: true }]);
      await show("messenger", sami);
    },
  );

  await step(
    "3.9 the team of a visitor is the agents of the group, also after closing; by setting, everybody else too",
    async () => {
      await turn(ada, "Online");
      await meets(sami, "Ada");
      const alone = await team.group("Workshop", false, bo.id);
      const helped = await team.group("Counter", true, bo.id);
      await cem.assign(dog, { group: alone });
      await show("messenger", sami);
      await cem.act(dog, "close");
      await sami.page.reload();
      await show("messenger", sami);
      await sami.write("One more thing");
      await team.conversation(ada, "One more thing");
      await cem.assign(dog, { group: helped });
      await meets(sami, "Ada");
      await turn(bo, "Online");
      await meets(sami, "Bo");
    },
  );
});
