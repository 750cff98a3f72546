import { Agent } from "./harness/agent.ts";
import { expect, test, until } from "./harness/test.ts";

test("a visitor's message is one toast, and a click on it opens that conversation", async ({ scenario }) => {
  const { notifications, tray } = scenario.desktop;
  await notifications.appear();
  await tray.appear();
  const { page } = await scenario.demoDesk();
  const agent = await Agent.at(scenario);
  await agent.is("Online");
  const first = (await scenario.visitor(page)).tab;
  const second = (await scenario.visitor(page)).tab;
  await first.write("Could it still arrive before Friday?");
  const toast = await notifications.toast(/before Friday/);
  expect(toast.summary).toMatch(/^Visitor \w{4}$/);
  await second.write("Do you have it in blue?");
  await notifications.toast(/in blue/);
  expect(scenario.desktop.toasts).toHaveLength(2);

  await notifications.act(toast);
  await agent.reads("Could it still arrive before Friday?");
  await agent.write("It will.");
  await expect(first.said("It will.")).toBeVisible();
  await expect(second.said("It will.")).toBeHidden();
});

test("a click on a toast starts the window when there is none", async ({ scenario }) => {
  const { notifications, tray } = scenario.desktop;
  await notifications.appear();
  await tray.appear();
  const { page } = await scenario.demoDesk("--hidden");
  const { tab } = await scenario.visitor(page);
  await expect(tab.widget).toHaveAttribute("data-availability", "live");
  await tab.write("Is the shop open today?");
  const toast = await notifications.toast(/open today/);
  await notifications.act(toast);
  const agent = await Agent.at(scenario);
  await agent.reads("Is the shop open today?");
});

test("Take it on a toast makes the conversation the agent's, and the toast goes", async ({ scenario }) => {
  const { notifications, tray } = scenario.desktop;
  await notifications.appear();
  await tray.appear();
  const { page } = await scenario.demoDesk();
  const agent = await Agent.at(scenario);
  await agent.is("Online");
  const { tab } = await scenario.visitor(page);
  await tab.write("Is the shop open today?");
  const toast = await notifications.toast(/open today/);
  expect(Object.values(toast.actions)).toContain("Take it");
  const [take] = Object.entries(toast.actions).find(([, label]) => label === "Take it") ?? [""];
  await notifications.act(toast, take);
  await agent.reads(/^You joined/);
});

test("no toast while Offline, and none for a new chat while Invisible", async ({ scenario }) => {
  const { notifications, tray } = scenario.desktop;
  await notifications.appear();
  await tray.appear();
  const { page } = await scenario.demoDesk();
  const agent = await Agent.at(scenario);
  for (const status of ["Offline", "Invisible"] as const) {
    await agent.choose(status);
    await agent.is(status);
    const { tab } = await scenario.visitor(page);
    await tab.write(`Hello, you are ${status}`);
    await agent.row(new RegExp(`you are ${status}`));
  }
  await agent.choose("Online");
  await agent.is("Online");
  const { tab } = await scenario.visitor(page);
  await tab.write("Hello, you are Online");
  await notifications.toast(/you are Online/);
  expect(scenario.desktop.toasts.map((toast) => toast.body)).toEqual(["Hello, you are Online"]);
});

test("an Invisible agent gets the toasts of the conversations joined", async ({ scenario }) => {
  const { notifications, tray } = scenario.desktop;
  await notifications.appear();
  await tray.appear();
  const { page } = await scenario.demoDesk();
  const agent = await Agent.at(scenario);
  await agent.choose("Invisible");
  await agent.is("Invisible");
  const { tab } = await scenario.visitor(page);
  await tab.write("Anybody?");
  await agent.open(/Anybody\?/);
  await agent.write("Yes.");
  await expect(tab.said("Yes.")).toBeVisible();
  await agent.close();
  await tab.write("Then a question");
  await notifications.toast(/Then a question/);
  expect(scenario.desktop.toasts).toHaveLength(1);
});

test("the conversation in front of the agent gets no toast, and another one does", async ({ scenario }) => {
  const { notifications } = scenario.desktop;
  await notifications.appear();
  const { page } = await scenario.demoDesk();
  const agent = await Agent.at(scenario);
  const shown = (await scenario.visitor(page)).tab;
  const other = (await scenario.visitor(page)).tab;
  await shown.write("First question");
  await agent.open(/First question/);
  await agent.look();
  await until("the toast is withdrawn", () => scenario.desktop.shown.size === 0);
  const before = scenario.desktop.toasts.length;
  await shown.write("Second question");
  await agent.reads("Second question");
  await other.write("My own question");
  await notifications.toast(/My own question/);
  expect(scenario.desktop.toasts.slice(before).map((toast) => toast.body)).toEqual(["My own question"]);
});

test("a storm of messages is one toast, replaced", async ({ scenario }) => {
  const { notifications } = scenario.desktop;
  await notifications.appear();
  await scenario.desktop.tray.appear();
  const { page } = await scenario.demoDesk("--hidden");
  const { tab } = await scenario.visitor(page);
  await expect(tab.widget).toHaveAttribute("data-availability", "live");
  for (let i = 1; i <= 10; i++) await tab.write(`message ${i}`);
  await notifications.toast(/^message 10$/);
  expect(scenario.desktop.shown.size).toBe(1);
  expect(new Set(scenario.desktop.toasts.map((toast) => toast.id)).size).toBe(1);
});

test("each side sees that the other has read", async ({ scenario }) => {
  const { page } = await scenario.demoDesk();
  const agent = await Agent.at(scenario);
  const { tab } = await scenario.visitor(page);
  await tab.write("Good morning");
  await agent.open(/Good morning/);
  await agent.look();
  await expect(tab.chat.getByText(/\bRead$/)).toBeVisible();
  await tab.close();
  await agent.write("Good morning to you");
  await agent.reads("Good morning to you");
  await expect(tab.launcher).toHaveAccessibleName(/new message/);
  await agent.reads(/^You · \d\d:\d\d$/);
  await tab.open();
  await agent.reads(/^You · \d\d:\d\d · Read$/);
});

test("what a visitor writes is text in toast, window and widget", async ({ scenario }) => {
  const { notifications } = scenario.desktop;
  await notifications.appear();
  const { page } = await scenario.demoDesk();
  const agent = await Agent.at(scenario);
  const { tab } = await scenario.visitor(page);
  const text = `<b>bold</b> <img src=x onerror="document.title='run'"> &amp; {{7*7}} \u202Eltr`;
  await tab.write(text);
  const toast = await notifications.toast(/bold/);
  expect(toast.body).toBe(
    `&lt;b&gt;bold&lt;/b&gt; &lt;img src=x onerror="document.title='run'"&gt; &amp;amp; {{7*7}} ltr`,
  );
  await agent.open(/<b>bold<\/b>/);
  await agent.reads(text);
  expect(
    await agent.window.run("return document.querySelectorAll('[role=log] b, [role=log] img').length"),
  ).toBe(0);
  expect(await agent.window.run("return document.title")).toBe("Parley");
  await expect(tab.said(text)).toBeVisible();
  await expect(tab.chat.getByRole("log").locator("b, img")).toHaveCount(0);
});

test("a message with a link opens in the browser, and never in the window", async ({ scenario }) => {
  const { page } = await scenario.demoDesk();
  const agent = await Agent.at(scenario);
  const { tab } = await scenario.visitor(page);
  await tab.write("See https://example.org/bike and javascript:alert(1)");
  await agent.open(/See https/);
  await agent.reads(/See https/);
  const links = await agent.window.all("link", /./);
  const targets = await Promise.all(links.map((link) => link.getAttribute("href")));
  expect(targets).toEqual(["https://example.org/bike"]);
  const here = await agent.window.run<string>("return location.href");
  await links[0]?.click();
  await until("the browser opens", () => scenario.opened().length > 0);
  expect(scenario.opened()).toEqual(["https://example.org/bike"]);
  expect(await agent.window.run<string>("return location.href")).toBe(here);
});
