import { Key } from "selenium-webdriver";
import type { TargetedChat, TargetedChats } from "../shared/local.ts";
import { Agent } from "./harness/agent.ts";
import { barriers } from "./harness/axe.ts";
import { DeskApi } from "./harness/deskapi.ts";
import type { Scenario } from "./harness/scenario.ts";
import { Shop, snippet } from "./harness/shop.ts";
import { expect, test, until } from "./harness/test.ts";
import type { Tab } from "./harness/visitor.ts";

/** An agent who is Online at the window, and the page of the site. */
async function atWork(scenario: Scenario) {
  const { page } = await scenario.demoDesk();
  const agent = await Agent.at(scenario);
  await agent.choose("Online");
  await agent.is("Online");
  return { page, agent };
}

/** Adds a targeted chat, as the window asks the hub for it. */
async function add(scenario: Scenario, change: object): Promise<void> {
  const desk = await DeskApi.connect(scenario);
  const body = {
    name: "Rule",
    on: true,
    conditions: [],
    once: "visitor",
    text: "Hello",
    texts: [],
    ...change,
  };
  await desk.call("hub.ask", { method: "POST", path: "/site/targeting", body });
}

const card = (tab: Tab) => tab.chat.getByRole("region", { name: /^Message from / });

/** How long the visitor has been on the page, by its own clock. */
const onPage = (tab: Tab, seconds: number) =>
  until(`${seconds} seconds have passed on the page`, () =>
    tab.page.evaluate((wanted) => performance.now() > wanted, seconds * 1000),
  );

test("a rule on page and time sends its card, and the answer brings the question with it", async ({
  scenario,
}) => {
  const { page, agent } = await atWork(scenario);
  await agent.settings("Targeted chats");
  await agent.window.click("button", "New targeted chat");
  expect(await barriers(agent.window)).toEqual([]);
  await agent.window.type(/^Name/, "Workshop");
  await agent.window.type("Text", "Shall we look at your bike?");
  await agent.window.type("Value", "/workshop");
  await agent.window.type("Time on the page", Key.chord(Key.CONTROL, "a"));
  await agent.window.type("Time on the page", "2");
  await agent.window.click("button", "Save");
  await agent.window.shows("page contains /workshop · after 2 seconds on the page");
  await agent.window.shows("Shown 0 · Answered 0");

  const visitor = await scenario.visitor(`${page}/basket`);
  const { tab } = visitor;
  await onPage(tab, 3);
  await expect(card(tab)).toBeHidden();
  await tab.page.goto(`${page}/workshop`);
  await expect(card(tab)).toBeVisible();
  await expect(card(tab)).toContainText("Shall we look at your bike?");
  expect(await tab.page.evaluate(() => performance.now())).toBeGreaterThan(2000);
  expect(await tab.page.evaluate(() => document.activeElement === document.body)).toBe(true);
  expect(await tab.state()).toBe("closed");
  const chat = tab.page.frames().find((frame) => frame.url().includes("/chat/"));
  expect(chat && (await barriers(chat))).toEqual([]);
  const { x, y, width, height } = (await tab.widget.locator("iframe").boundingBox()) ?? {};
  const launcher = await tab.launcher.boundingBox();
  expect((y ?? 0) + (height ?? 0)).toBeLessThan(launcher?.y ?? 0);
  expect([(x ?? 0) > 0, (width ?? 0) < 400, (height ?? 0) < 200]).toEqual([true, true, true]);

  // Another tab of the visitor does not show it again.
  const second = await visitor.openTab(`${page}/workshop`);
  await onPage(second, 4);
  await expect(card(second)).toBeHidden();
  await tab.page.bringToFront();

  await card(tab).getByRole("button").first().click();
  await expect(tab.said("Shall we look at your bike?")).toBeVisible();
  await agent.window.click("button", "Inbox");
  expect(await agent.window.all("option", /./)).toEqual([]); // nothing is open before the answer
  await tab.composer.fill("Yes, the brakes");
  await tab.send();
  await agent.open(/the brakes/);
  await agent.reads("Shall we look at your bike?");
  await agent.reads(/^Targeted chat/);
  await agent.write("Bring it in.");
  await expect(tab.said("Bring it in.")).toBeVisible();
  await expect(tab.said("Shall we look at your bike?")).toHaveCount(1);
  await agent.settings("Targeted chats");
  await agent.window.shows("Shown 1 · Answered 1");
});

test("who is slower learns that somebody else has changed one, and opens that", async ({ scenario }) => {
  const { agent } = await atWork(scenario);
  await add(scenario, { name: "Workshop" });
  await agent.settings("Targeted chats");
  await agent.window.click("button", "Workshop");
  await agent.window.type("Text", " there");

  const desk = await DeskApi.connect(scenario);
  const path = "/site/targeting";
  const { chats } = await desk.call<TargetedChats>("hub.ask", { method: "GET", path });
  const { id, shown, answered, ...read } = chats[0] as TargetedChat;
  const put = (body: object) => desk.call("hub.ask", { method: "PUT", path: `${path}/${id}`, body });
  await put({ ...read, text: "Bonjour" });
  await expect(put({ ...read, text: "Ciao" })).rejects.toThrow(/changed in the meantime/);

  await agent.window.click("button", "Save");
  await agent.window.shows(/Somebody else has changed this in the meantime/);
  expect(await barriers(agent.window)).toEqual([]);
  await agent.window.click("button", "Load what is there now");
  await agent.window.shows("Bonjour"); // in the preview
  await agent.window.type("Text", " à vous");
  await agent.window.click("button", "Save");
  await agent.window.shows("Shown 0 · Answered 0");
  const after = await desk.call<TargetedChats>("hub.ask", { method: "GET", path });
  expect(after.chats[0]?.text).toBe("Bonjour à vous");
});

test("nobody is sent one while the only agent is Invisible, and who has waited is as soon as somebody is Online", async ({
  scenario,
}) => {
  const { page, agent } = await atWork(scenario);
  await add(scenario, { text: "Hello there", conditions: [{ kind: "time", number: 1 }] });
  await agent.choose("Invisible");
  await agent.is("Invisible");
  await agent.settings("Targeted chats");
  await agent.window.shows("Nobody is Online: no targeted chat is sent.");
  const { tab } = await scenario.visitor(page);
  await expect(tab.widget).toHaveAttribute("data-availability", "messenger");
  await onPage(tab, 4);
  await expect(card(tab)).toBeHidden();
  await agent.choose("Online");
  await expect(card(tab)).toContainText("Hello there");
  await card(tab).getByRole("button", { name: "Close message" }).press("Enter");
  await expect(card(tab)).toBeHidden();
  await expect(tab.launcher).toBeFocused();
  await tab.page.reload();
  await onPage(tab, 4);
  await expect(tab.widget).toHaveAttribute("data-availability", "live");
  await expect(card(tab)).toBeHidden(); // once per visitor
  const kept = await tab.page.evaluate(() => Object.keys(localStorage));
  expect(kept.map((key) => key.split(":")[0])).toEqual(["parley-visits"]);
});

test("a rule on what the page says of its visitor, which the agent sees too", async ({ scenario }) => {
  const { page, agent } = await atWork(scenario);
  await add(scenario, {
    text: "How do you like Pro?",
    conditions: [{ kind: "attribute", how: "equals", name: "plan", value: "pro" }],
  });
  const calls =
    "window.Parley=window.Parley||function(){(Parley.q=Parley.q||[]).push(arguments)};Parley('set',{plan:'basic',seats:12})";
  const shop = await Shop.open({ head: `<script>${calls}</script>${snippet(page)}` });
  const { tab } = await scenario.visitor(shop.address);
  await expect(tab.widget).toHaveAttribute("data-availability", "live");
  await onPage(tab, 3);
  await expect(card(tab)).toBeHidden();
  await tab.page.evaluate("Parley('set', {plan: 'pro'})");
  await expect(card(tab)).toContainText("How do you like Pro?");
  await card(tab).getByRole("button").first().click();
  await tab.composer.fill("A lot");
  await tab.send();
  await agent.open(/A lot/);
  await agent.reads("How do you like Pro?");
  await agent.press("CONTROL", "i"); // the panel is a drawer in a window of this width
  await agent.window.shows(/plan\s*pro\s*seats\s*12/);
  shop.close();
});

test("a page that was open while the hub became another version gets its card all the same", async ({
  scenario,
}) => {
  const { page, agent } = await atWork(scenario);
  await agent.choose("Invisible");
  await agent.is("Invisible");
  await add(scenario, { text: "Hello there" });
  const { tab } = await scenario.visitor(page);
  await tab.launcher.hover();
  await tab.composer.waitFor({ state: "attached" });

  // The other version does not have the script of this one's card, and another page.
  await tab.page.route("**/assets/Card-*.js", (route) => route.fulfill({ status: 404 }), { times: 1 });
  const html = {
    contentType: "text/html",
    body: '<script type="module" src="./assets/index-2.js"></script>',
  };
  await tab.page.route(
    (url) => url.pathname === "/chat/",
    (route) => route.fulfill(html),
    { times: 1 },
  );
  await agent.choose("Online");
  await expect(card(tab)).toContainText("Hello there");
  await card(tab).getByRole("button").first().click();
  await expect(tab.said("Hello there")).toBeVisible();
});
