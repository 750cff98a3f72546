import { Agent } from "./harness/agent.ts";
import { barriers } from "./harness/axe.ts";
import { Shop, snippet } from "./harness/shop.ts";
import { expect, test, until } from "./harness/test.ts";
import type { Tab } from "./harness/visitor.ts";

/** Everything that the page, or the chat on it, has stored in the visitor's browser. */
async function stored(tab: Tab): Promise<string[]> {
  const kept = await Promise.all(
    tab.page
      .frames()
      .map((frame) =>
        frame.evaluate(async () => [
          document.cookie,
          ...Object.keys(localStorage),
          ...Object.keys(sessionStorage),
          ...(await indexedDB.databases()).map(({ name }) => `database ${name}`),
          ...(await caches.keys()).map((name) => `cache ${name}`),
        ]),
      ),
  );
  const cookies = await tab.page.context().cookies();
  return [...kept.flat(), ...cookies.map(({ name }) => `cookie ${name}`)].filter(Boolean);
}

/** How often the hub gives a sign of life, in milliseconds. */
const beat = 8_000;

test("nothing is stored before the visitor writes", async ({ scenario }) => {
  const { page } = await scenario.demoDesk("--hidden");
  const { tab } = await scenario.visitor(page);
  await tab.open();
  await tab.composer.fill("Shall I?");
  expect(await stored(tab)).toEqual([]);
  await tab.send();
  await expect(tab.said("Shall I?")).toBeVisible();
  expect((await stored(tab)).every((name) => name.startsWith("parley:"))).toBe(true);
});

test("the conversation goes on after a reload, on another page and in another tab", async ({ scenario }) => {
  const { page } = await scenario.demoDesk();
  const visitor = await scenario.visitor(page);
  const { tab } = visitor;
  const agent = await Agent.at(scenario);
  await tab.write("Do you ship to Norway?");
  await agent.open(/Norway/);
  await agent.write("We do.");
  await expect(tab.said("We do.")).toBeVisible();

  await tab.page.reload();
  await tab.open();
  await expect(tab.said("Do you ship to Norway?")).toBeVisible();
  await tab.page.goto(`${page}/workshop`);
  await tab.open();
  await expect(tab.said("We do.")).toBeVisible();
  const second = await visitor.openTab(`${page}/basket`);
  await second.open();
  await second.write("And to Iceland?");
  await expect(tab.said("And to Iceland?")).toBeVisible();
  await agent.reads("And to Iceland?");
  expect(await agent.rows()).toHaveLength(1);
});

test("two tabs that write their first message at once open one conversation", async ({ scenario }) => {
  const { page } = await scenario.demoDesk();
  const visitor = await scenario.visitor(page);
  const tabs = [visitor.tab, await visitor.openTab(`${page}/workshop`)];
  const agent = await Agent.at(scenario);
  for (const [index, tab] of tabs.entries()) {
    await tab.open();
    await tab.composer.fill(`from tab ${index + 1}`);
  }
  await Promise.all(tabs.map((tab) => tab.send()));
  for (const tab of tabs) {
    await expect(tab.said("from tab 1")).toBeVisible();
    await expect(tab.said("from tab 2")).toBeVisible();
  }
  await agent.open(/from tab/);
  await agent.reads("from tab 1");
  await agent.reads("from tab 2");
  expect(await agent.rows()).toHaveLength(1);
});

test("the widget works on a page whose policy allows the hub and nothing else", async ({ scenario }) => {
  const { page } = await scenario.demoDesk();
  const { origin } = new URL(page);
  const socket = origin.replace("http", "ws");
  const shop = await Shop.open({
    policy: `default-src 'none'; script-src ${origin}; connect-src ${socket}; frame-src ${origin}; require-trusted-types-for 'script'; trusted-types 'none'`,
    head: snippet(page),
  });
  const { tab } = await scenario.visitor("about:blank");
  const complaints: string[] = [];
  tab.page.on("console", (message) => {
    if (/policy|trusted/i.test(message.text())) complaints.push(message.text());
  });
  tab.page.on("pageerror", (error) => complaints.push(String(error)));
  await tab.page.goto(shop.address);
  await expect(tab.widget).toHaveAttribute("data-availability", "live");
  await tab.write("Hello from a strict page");
  const agent = await Agent.at(scenario);
  await agent.open(/strict page/);
  await agent.write("Hello");
  await expect(tab.said("Hello")).toBeVisible();
  expect(complaints).toEqual([]);
  shop.close();
});

test("a first view is one script; the second is fetched for who comes near, and again until it comes", async ({
  scenario,
}) => {
  const { page } = await scenario.demoDesk();
  const shop = await Shop.open({ head: snippet(page) });
  const { tab } = await scenario.visitor("about:blank");
  const asked: string[] = [];
  let failures = 2;
  await tab.page.route(`${new URL(page).origin}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    asked.push(pathname);
    if (pathname === "/talk.js" && failures-- > 0) return route.abort();
    return route.continue();
  });
  await tab.page.goto(shop.address);
  await expect(tab.widget).toHaveAttribute("data-availability", "live");
  expect(asked).toEqual(["/widget.js"]);
  await tab.open();
  await tab.write("Hello at last");
  await Agent.at(scenario).then((agent) => agent.open(/Hello at last/));
  expect(asked.filter((path) => path === "/talk.js")).toHaveLength(3);
  shop.close();
});

test("the line works in head and body, and pasted twice it is one widget", async ({ scenario }) => {
  const { page } = await scenario.demoDesk("--hidden");
  const line = snippet(page);
  for (const pasted of [{ head: line }, { body: line }, { head: line, body: `${line}<p>Bikes</p>${line}` }]) {
    const shop = await Shop.open(pasted);
    const { tab } = await scenario.visitor(shop.address);
    await expect(tab.widget).toHaveAttribute("data-availability", "live");
    await tab.open();
    await expect(tab.page.locator("#parley-widget")).toHaveCount(1);
    shop.close();
  }
});

test("a single-page app may show another page and replace its body: the chat stays, and the agent sees the page", async ({
  scenario,
}) => {
  const { page } = await scenario.demoDesk();
  const { tab } = await scenario.visitor(page);
  const agent = await Agent.at(scenario);
  await tab.write("Which one fits me?");
  await agent.open(/Which one fits me\?/);
  await tab.page.getByRole("button", { name: "See the Fjell 7" }).click();
  await agent.window.shows("/fjell-7", 2 * beat); // it is told with the hub's next sign of life
  await tab.page.evaluate(() =>
    document.documentElement.replaceChild(document.createElement("body"), document.body),
  );
  await agent.write("The Fjell 7.");
  await expect(tab.said("The Fjell 7.")).toBeVisible();
  await expect(tab.widget).toHaveAttribute("data-state", "open");
});

test("without anybody there the visitor can leave an e-mail address, which the agent sees", async ({
  scenario,
}) => {
  const { page } = await scenario.demoDesk();
  const agent = await Agent.at(scenario);
  await agent.choose("Offline");
  const { tab } = await scenario.visitor(page);
  await expect(tab.widget).toHaveAttribute("data-availability", "messenger");
  await tab.open();
  const email = tab.chat.getByRole("textbox", { name: /^E-mail address/ });
  await email.fill("sophie");
  await tab.composer.fill("Please write to me");
  await tab.send();
  await expect(tab.chat.getByText("This is not an e-mail address.")).toBeVisible();
  await email.fill("sophie@post.example");
  await tab.send();
  await expect(tab.said("Please write to me")).toBeVisible();
  await agent.open(/^sophie\b.*Please write to me/);
  await agent.window.shows("sophie@post.example");
  await agent.reads(/offline message/);
  await tab.page.reload();
  await tab.open();
  await expect(tab.chat.getByRole("textbox", { name: /^E-mail address/ })).toHaveCount(0);
});

test("a change of face takes neither the text nor the keyboard away", async ({ scenario }) => {
  const { tray } = scenario.desktop;
  await tray.appear();
  const { page } = await scenario.demoDesk("--hidden");
  const { tab } = await scenario.visitor(page);
  await tab.open();
  await expect(tab.chat.getByText("Here now")).toBeVisible();
  await tab.composer.fill("Half a quest");
  for (const [status, face] of [
    ["Offline", "messenger"],
    ["Online", "live"],
  ] as const) {
    await tray.click(status);
    await expect(tab.widget).toHaveAttribute("data-availability", face);
    await expect(tab.composer).toHaveValue("Half a quest");
    await expect(tab.composer).toBeFocused();
  }
});

for (const [lang, open, invite] of [
  ["de", "Chat öffnen", "Wie können wir helfen?"],
  ["fr", "Ouvrir la discussion", "Comment pouvons-nous vous aider"],
] as const) {
  test(`a page in ${lang} has its chat in ${lang}, whatever the browser speaks`, async ({ scenario }) => {
    const { page } = await scenario.demoDesk("--hidden");
    const shop = await Shop.open({ lang: `${lang}-CH`, body: snippet(page) });
    const { tab } = await scenario.visitor(shop.address, { locale: "en-GB" });
    await expect(tab.launcher).toHaveAccessibleName(new RegExp(`^${open}`));
    await tab.open();
    await expect(tab.chat.getByText(invite)).toBeVisible();
    await expect(tab.chat.locator("html")).toHaveAttribute("lang", lang);
    shop.close();
  });
}

test("on a phone the chat fills the screen, and everything is large enough to press", async ({
  scenario,
}) => {
  const { page } = await scenario.demoDesk("--hidden");
  const size = { width: 390, height: 720 };
  const { tab } = await scenario.visitor(page, { viewport: size, isMobile: true, hasTouch: true });
  await expect(tab.widget).toHaveAttribute("data-availability", "live");
  const launcher = await tab.launcher.boundingBox();
  expect(Math.min(launcher?.width ?? 0, launcher?.height ?? 0)).toBeGreaterThanOrEqual(44);
  await tab.launcher.tap();
  await tab.composer.waitFor();
  await until("the chat fills the screen", async () => {
    const box = await tab.widget.locator("iframe").boundingBox();
    if (box?.x === 0 && box.y === 0 && box.width === size.width && box.height === size.height) return true;
    throw new Error(JSON.stringify(box));
  });
  expect(
    await tab.composer.evaluate((field) => Number.parseFloat(getComputedStyle(field).fontSize)),
  ).toBeGreaterThanOrEqual(16);
  for (const button of await tab.chat.locator("button:visible").all()) {
    const box = await button.boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
  }
  await tab.composer.fill("From the tram");
  await tab.send();
  await expect(tab.said("From the tram")).toBeVisible();
  await tab.chat.getByRole("button", { name: "Close chat" }).tap();
  await expect(tab.widget).toHaveAttribute("data-state", "closed");
  await expect(tab.launcher).toBeVisible();
});

test("the whole chat works with the keyboard alone", async ({ scenario }) => {
  const { page } = await scenario.demoDesk("--hidden");
  const { tab } = await scenario.visitor(page);
  await expect(tab.widget).toHaveAttribute("data-availability", "live");
  const { keyboard } = tab.page;
  await until("the launcher has the keyboard", async () => {
    if (await tab.launcher.evaluate((button) => button.matches(":focus"))) return true;
    await keyboard.press("Tab");
    return false;
  });
  await keyboard.press("Enter");
  await expect(tab.composer).toBeFocused();
  await keyboard.type("No mouse here");
  await keyboard.press("Enter");
  await expect(tab.said("No mouse here")).toBeVisible();
  await keyboard.press("Escape");
  await expect(tab.widget).toHaveAttribute("data-state", "closed");
  await expect(tab.launcher).toBeFocused();
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds no barrier on any face of the ${colorScheme} widget`, async ({ scenario }) => {
    const { tray } = scenario.desktop;
    await tray.appear();
    const { page } = await scenario.demoDesk("--hidden");
    const { tab } = await scenario.visitor(page, { colorScheme });
    const chat = () =>
      until("the chat is there", () => tab.page.frames().find((f) => f.url().includes("/chat/")));
    await expect(tab.widget).toHaveAttribute("data-availability", "live");
    expect(await barriers(tab.page.mainFrame())).toEqual([]);
    await tab.open();
    expect(await barriers(await chat())).toEqual([]);
    await tray.click("Offline");
    await expect(tab.widget).toHaveAttribute("data-availability", "messenger");
    expect(await barriers(await chat())).toEqual([]);
    await tab.write("A message for later");
    await expect(tab.said("A message for later")).toBeVisible();
    expect(await barriers(await chat())).toEqual([]);
    await tray.click("Online");
    await expect(tab.widget).toHaveAttribute("data-availability", "live");
    expect(await barriers(await chat())).toEqual([]);
    expect(await barriers(tab.page.mainFrame())).toEqual([]);
  });
}
