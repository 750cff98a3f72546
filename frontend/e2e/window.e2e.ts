import { Agent } from "./harness/agent.ts";
import { barriers } from "./harness/axe.ts";
import type { Scenario } from "./harness/scenario.ts";
import { expect, test, until } from "./harness/test.ts";

const goodbye = 2000; // milliseconds in which a goodbye must have reached every widget

function openWindow(scenario: Scenario) {
  return scenario.parley("parley", "--data", scenario.data);
}

test("closing the window ends it alone while a tray shows the icon, and Open brings it back", async ({
  scenario,
}) => {
  const { tray } = scenario.desktop;
  await tray.appear();
  const { desk, page } = await scenario.demoDesk("--hidden");
  const window = openWindow(scenario);
  const agent = await Agent.at(scenario);
  const { tab } = await scenario.visitor(page);
  await agent.is("Online");
  await agent.close();
  expect((await window.ended()).code).toBe(0);
  await tray.click("Open Parley");
  await (await Agent.at(scenario)).is("Online");
  expect(desk.running).toBe(true);
  await expect(tab.widget).toHaveAttribute("data-availability", "live");
});

test("without a tray, closing the window says goodbye to visitors and ends the desk", async ({
  scenario,
}) => {
  const { desk, page } = await scenario.demoDesk("--hidden");
  const window = openWindow(scenario);
  const agent = await Agent.at(scenario);
  const { tab } = await scenario.visitor(page);
  await expect(tab.widget).toHaveAttribute("data-availability", "live");
  await agent.close();
  expect((await window.ended()).code).toBe(0);
  await expect(tab.widget).toHaveAttribute("data-availability", "messenger", { timeout: goodbye });
  expect((await desk.ended()).code).toBe(0);
});

test("with Keep running on, the desk stays without a tray too", async ({ scenario }) => {
  const { desk, page } = await scenario.demoDesk("--hidden");
  const window = openWindow(scenario);
  const agent = await Agent.at(scenario);
  await agent.settings("Start, tray and link");
  await agent.window.click("switch", "Keep running when the window closes");
  await agent.window.finds("switch", "Keep running when the window closes", "aria-checked", "true");
  const { tab } = await scenario.visitor(page);
  await agent.close();
  expect((await window.ended()).code).toBe(0);
  expect(await scenario.terminal("status")).toMatch(/^Online since/);
  await scenario.terminal("open");
  await (await Agent.at(scenario)).is("Online");
  expect(desk.running).toBe(true);
  await expect(tab.widget).toHaveAttribute("data-availability", "live");
});

test("a second start of the window raises the first and ends", async ({ scenario }) => {
  await scenario.demoDesk("--hidden");
  const first = openWindow(scenario);
  await (await Agent.at(scenario)).is("Online");
  const second = openWindow(scenario);
  expect((await second.ended()).code).toBe(0);
  expect(first.running).toBe(true);
  expect(await scenario.display.windows("^Parley$")).toHaveLength(1);
});

test("the window finds no desk and starts one", async ({ scenario }) => {
  openWindow(scenario);
  const agent = await Agent.at(scenario);
  await agent.window.find("button", "Start");
  expect(await scenario.terminal("status")).toMatch(/not set up yet/);
});

test("a desk that is started again by hand opens the window of the one that runs", async ({ scenario }) => {
  await scenario.demoDesk("--hidden");
  const second = scenario.parley("parley-desk", "--data", scenario.data);
  expect((await second.ended()).code).toBe(0);
  await (await Agent.at(scenario)).is("Online");
});

test("settings survive a restart of the desk", async ({ scenario }) => {
  await scenario.desktop.tray.appear();
  const { desk } = await scenario.demoDesk();
  const agent = await Agent.at(scenario);
  await agent.settings("Inactivity");
  await agent.pick("Switch me to Offline after", "30 minutes");
  await agent.pick("When I am back", "Automatically");
  await agent.settings("Start, tray and link");
  await agent.window.click("switch", "Start at login");
  await agent.window.finds("switch", "Start at login", "aria-checked", "true");
  await agent.window.click("button", /^Language/);
  await agent.window.click("option", "Deutsch");
  await agent.window.shows("Inaktivität");
  await scenario.terminal("quit");
  await desk.ended();

  await scenario.demoDesk();
  const again = await Agent.at(scenario);
  await again.window.click("button", "Einstellungen");
  await again.window.click("button", "Inaktivität");
  await again.window.find("button", /30 Minuten/);
  await again.window.find("button", /Automatisch/);
  expect(await scenario.terminal("status")).toMatch(/^Online seit/);
});

test("a draft survives other conversations, and a restart of the desk", async ({ scenario }) => {
  const { desk, page } = await scenario.demoDesk();
  const agent = await Agent.at(scenario);
  await (await scenario.visitor(page)).tab.write("First question");
  await (await scenario.visitor(page)).tab.write("Second question");
  await agent.open(/First question/);
  await (await agent.composer()).sendKeys("Half an ans");
  await agent.open(/Second question/);
  await agent.reads("Second question");
  expect(await agent.draft()).toBe("");
  await agent.row(/First question/);
  await agent.window.shows("Draft");
  await scenario.terminal("quit");
  await desk.ended();

  await scenario.demoDesk();
  const again = await Agent.at(scenario);
  await again.open(/First question/);
  await until("the draft is there", async () => (await again.draft()) === "Half an ans");
});

test("the window speaks the language of the system", async ({ scenario }) => {
  scenario.env.LANG = "fr_FR.UTF-8";
  scenario.env.LANGUAGE = "fr";
  await scenario.demoDesk();
  const agent = await Agent.at(scenario);
  await agent.window.shows("Toutes");
  expect(await agent.window.run("return document.documentElement.lang")).toBe("fr");
  expect(await scenario.terminal("status")).toMatch(/^En ligne/);
});

test("everything in the inbox can be done with the keyboard", async ({ scenario }) => {
  const { page } = await scenario.demoDesk();
  const agent = await Agent.at(scenario);
  const { tab } = await scenario.visitor(page);
  await tab.write("Can you hear me?");
  await agent.row(/Can you hear me\?/);
  await agent.look();
  await agent.press("CONTROL", "j");
  await agent.reads("Can you hear me?");
  await agent.press("CONTROL", "t");
  await agent.reads(/^You joined/);
  await agent.press("F6");
  await agent.press("ESCAPE");
  await agent.press("ENTER");
  await until("the composer has the keyboard", () =>
    agent.window.run<boolean>("return document.activeElement.matches('textarea')"),
  );
  await agent.window.driver.actions().sendKeys("Loud and clear").perform();
  await agent.press("CONTROL", "ENTER");
  await expect(tab.said("Loud and clear")).toBeVisible();
  await agent.window.shows("You closed the conversation");
});

for (const scheme of ["light", "dark"]) {
  test(`axe finds no barrier on any screen of the ${scheme} window`, async ({ scenario }) => {
    if (scheme === "dark") scenario.env.GTK_THEME = "Adwaita:dark";
    scenario.parley("parley-desk", "--data", scenario.data);
    const agent = await Agent.at(scenario);
    const dark = () => agent.window.run<boolean>("return matchMedia('(prefers-color-scheme: dark)').matches");
    await agent.window.shows("Welcome to Parley");
    expect(await dark()).toBe(scheme === "dark");
    expect(await barriers(agent.window)).toEqual([]);
    await agent.window.clickOn("On our team’s hub");
    await agent.window.field("Password");
    expect(await barriers(agent.window)).toEqual([]);
  });

  test(`axe finds no barrier in the ${scheme} inbox and settings`, async ({ scenario }) => {
    if (scheme === "dark") scenario.env.GTK_THEME = "Adwaita:dark";
    const { page } = await scenario.demoDesk();
    const agent = await Agent.at(scenario);
    await agent.is("Online");
    expect(await barriers(agent.window)).toEqual([]);
    const { tab } = await scenario.visitor(page);
    await tab.write("See https://example.org");
    await agent.open(/See https/);
    await agent.write("I do");
    await agent.reads("I do");
    expect(await barriers(agent.window)).toEqual([]);
    await agent.window.click("button", /^Online,? since/);
    await agent.window.find("menuitemradio", "Offline");
    expect(await barriers(agent.window)).toEqual([]);
    await agent.window.click("menuitemradio", "Offline");
    await agent.window.shows("1 conversation is open");
    expect(await barriers(agent.window)).toEqual([]);
    await agent.window.click("button", "Go Offline");
    await agent.is("Offline");
    expect(await barriers(agent.window)).toEqual([]);
    for (const section of [
      "Availability",
      "Recent changes",
      "Devices",
      "Inactivity",
      "Coverage",
      "Chat widget",
      "Chats",
      "Targeted chats",
      "Start, tray and link",
    ]) {
      await agent.settings(section);
      expect(await barriers(agent.window)).toEqual([]);
    }
    await agent.press("?");
    await agent.window.find("dialog", "Keys");
    expect(await barriers(agent.window)).toEqual([]);
  });
}
