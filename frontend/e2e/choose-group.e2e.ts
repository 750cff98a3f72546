import { barriers } from "./harness/axe.ts";
import { colleague, person, personHere } from "./harness/colleague.ts";
import { TeamHub } from "./harness/hub.ts";
import { expect, test } from "./harness/test.ts";

test("a visitor who chooses a group sees whether it is there, and the first message is for it", async ({
  scenario,
}) => {
  const hub = await TeamHub.start(scenario);
  const { agent, desk } = await personHere(scenario, hub, person("Ada"));
  const bo = await colleague(scenario, hub, person("Bo"));
  const bos = (await bo.state()).session?.agent.id;
  await bo.call("status.set", { status: "offline" });
  const body = { name: "Workshop", agents: [bos], everyoneElse: false };
  const { id } = await desk.call<{ id: string }>("hub.ask", { method: "POST", path: "/site/groups", body });
  await agent.settings("Groups");
  await agent.window.click("switch", "Visitors choose a group when they write for the first time");

  const { tab } = await scenario.visitor(hub.page);
  await tab.open();
  const choice = tab.chat.getByLabel("To whom");
  await expect(tab.widget).toHaveAttribute("data-availability", "live");
  await tab.composer.fill("The chain is loose");
  await choice.focus();
  await choice.selectOption("Workshop");
  await expect(tab.widget).toHaveAttribute("data-availability", "messenger");
  await expect(choice).toBeFocused();
  const chat = tab.page.frames().find((frame) => frame.url().includes("/chat/"));
  expect(chat && (await barriers(chat))).toEqual([]);
  await choice.selectOption("");
  await expect(tab.widget).toHaveAttribute("data-availability", "live");
  await expect(choice).toBeFocused();
  expect(chat && (await barriers(chat))).toEqual([]);
  await choice.selectOption("Workshop");
  await expect(tab.widget).toHaveAttribute("data-availability", "messenger");
  expect(await tab.composer.inputValue()).toBe("The chain is loose");
  await tab.send();
  await expect(tab.said("The chain is loose")).toBeVisible();
  await expect(choice).toHaveCount(0);

  await bo.call("status.set", { status: "online" });
  const theirs = await bo.shows("the message of the group", ({ session }) => session?.conversations[0]);
  expect(theirs.visitor.group).toBe(id);
  await expect(tab.widget).toHaveAttribute("data-availability", "live");
});
