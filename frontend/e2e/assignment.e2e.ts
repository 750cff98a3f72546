import { colleague, colleagueElsewhere, person, personHere } from "./harness/colleague.ts";
import type { DeskApi } from "./harness/deskapi.ts";
import { TeamHub } from "./harness/hub.ts";
import type { Scenario } from "./harness/scenario.ts";
import { expect, test, until } from "./harness/test.ts";

/** Ada at the real window, Bo at a desk of his own, here or at another computer, and a hub between them. */
async function team(scenario: Scenario, arrive = colleague) {
  await Promise.all([scenario.desktop.tray.appear(), scenario.desktop.notifications.appear()]);
  const hub = await TeamHub.start(scenario);
  const ada = await personHere(scenario, hub, person("Ada"));
  const bo = await arrive(scenario, hub, person("Bo"));
  return { hub, ada: ada.agent, adas: ada.desk, bo };
}

const conversation = (desk: DeskApi, what: string, members: number) =>
  desk.shows(what, ({ session }) => session?.conversations.find((c) => c.members.length === members));

/** Makes a group of one agent, as the window asks the hub for it. */
async function group(owner: DeskApi, name: string, member: DeskApi) {
  const id = (await member.state()).session?.agent.id;
  const body = { name, agents: [id], everyoneElse: false };
  return owner.call<{ id: string }>("hub.ask", { method: "POST", path: "/site/groups", body });
}

test("an assigned chat is the colleague's, who is told, and leaving ends that", async ({ scenario }) => {
  const { hub, ada, bo } = await team(scenario);
  const { tab } = await scenario.visitor(hub.page);
  await tab.write("Could you look at my order?");
  await ada.open(/my order/);
  await ada.window.click("button", "Assign");
  const [assign] = await until("the menu is open", async () => {
    const found = await ada.window.all("menuitem", /^Bo\b/); // to assign to, and to add
    return found.length === 2 ? found : undefined;
  });
  await assign?.click();
  await ada.reads(/^You assigned this to Bo/);
  await scenario.desktop.notifications.toast(/my order/);
  await until("Bo's desk has told him by whom", () =>
    scenario.desktop.toasts.some(({ summary }) => summary === "Ada added you"),
  );
  const { id } = await conversation(bo, "his chat", 1);
  await bo.call("conversation.send", { conversation: id, text: "I am looking." });
  await expect(tab.said("I am looking.")).toBeVisible();
  await bo.call("conversation.leave", { conversation: id });
  await ada.reads(/^Bo left/);
  await conversation(bo, "nobody's chat", 0);
});

test("a chat that is handed over to a group is the group's, in what the visitor sees too", async ({
  scenario,
}) => {
  const { hub, ada, adas, bo } = await team(scenario);
  await group(adas, "Billing", bo);
  const { tab } = await scenario.visitor(hub.page);
  await tab.write("About my bill");
  await ada.open(/About my bill/);
  await ada.write("One moment, I ask Billing.");
  await expect(tab.said("One moment, I ask Billing.")).toBeVisible();
  await ada.window.click("button", "Assign");
  await ada.window.click("menuitem", /^Billing/);
  await ada.reads(/^You handed this over to Billing/);
  await scenario.desktop.notifications.toast(/About my bill|I ask Billing/);
  await expect(tab.chat.getByText(/^Bo\b/).first()).toBeVisible();
  await bo.call("status.set", { status: "offline" });
  await expect(tab.widget).toHaveAttribute("data-availability", "messenger");
});

test("of two who take one chat in the same moment one wins, and the other reads who", async ({
  scenario,
}) => {
  const { hub, ada, bo } = await team(scenario);
  const { tab } = await scenario.visitor(hub.page);
  await tab.write("Who is faster?");
  await ada.open(/Who is faster/);
  const { id } = await conversation(bo, "the chat", 0);
  const take = bo.call("conversation.take", { conversation: id }).then(
    () => "won",
    (reason: Error) => reason.message,
  );
  await ada.window.click("button", "Take it");
  const said = await take;
  if (said === "won") await ada.reads("Bo was faster");
  else expect(said).toContain("Ada was faster");
  await conversation(bo, "one agent's chat", 1);
});

test("going Offline from the tray asks about open chats first; a word reaches the visitor, and then nobody is there", async ({
  scenario,
}) => {
  const { hub, ada } = await team(scenario, colleagueElsewhere);
  const { tab } = await scenario.visitor(hub.page, { locale: "de-DE" });
  await tab.write("Ist noch jemand da?");
  await ada.open(/noch jemand/);
  await ada.write("Ja.");
  await expect(tab.said("Ja.")).toBeVisible();
  await scenario.desktop.tray.click("Offline");
  await ada.window.shows("1 conversation is open");
  expect((await scenario.desktop.tray.read()).tooltip).toMatch(/^Online since/);
  await ada.window.click("button", "Go Offline");
  await ada.is("Offline");
  await expect(tab.chat.getByText(/^Ich muss jetzt gehen/)).toBeVisible();
});

test("handing over before quitting leaves nobody alone", async ({ scenario }) => {
  const { hub, ada, bo } = await team(scenario, colleagueElsewhere);
  const { tab } = await scenario.visitor(hub.page);
  await tab.write("Do you deliver to Lyon?");
  await ada.open(/Lyon/);
  await ada.write("We do.");
  await expect(tab.said("We do.")).toBeVisible();
  await scenario.desktop.tray.click("Quit");
  await ada.window.shows("1 conversation is open");
  await ada.window.clickOn("Hand over");
  await ada.window.click("button", "Quit");
  await until("Ada's desk has ended", () => scenario.processes("parley").length === 0);
  const { members } = await conversation(bo, "his chat", 1);
  expect(members[0]?.id).toBe((await bo.state()).session?.agent.id);
  await expect(tab.widget).toHaveAttribute("data-availability", "live");
});

test("an Invisible agent stays there for the visitors being talked to, and only for them", async ({
  scenario,
}) => {
  await scenario.desktop.tray.appear();
  const hub = await TeamHub.start(scenario);
  const { agent } = await personHere(scenario, hub, person("Ada"));
  const { tab } = await scenario.visitor(hub.page);
  const other = (await scenario.visitor(hub.page)).tab;
  await tab.write("Are you there?");
  await agent.open(/Are you there/);
  await agent.write("I am.");
  await expect(tab.said("I am.")).toBeVisible();
  await agent.window.click("button", /^Online since/);
  await agent.window.click("menuitemradio", "Offline");
  await agent.window.shows("1 conversation is open");
  await agent.window.clickOn("Stay Invisible for them");
  await agent.window.click("button", "Stay Invisible");
  await agent.is("Invisible");
  await expect(other.widget).toHaveAttribute("data-availability", "messenger");
  await expect(tab.widget).toHaveAttribute("data-availability", "live");
});
