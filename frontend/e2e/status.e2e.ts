import { Agent, type StatusName } from "./harness/agent.ts";
import type { Scenario } from "./harness/scenario.ts";
import { setQuiet } from "./harness/site.ts";
import { expect, test, until } from "./harness/test.ts";
import type { Tab } from "./harness/visitor.ts";

const atOnce = 1000; // milliseconds in which a choice must have reached every widget

/** Waits until the widget on each page says this. */
function are(availability: string, tabs: Tab[], timeout?: number): Promise<unknown> {
  return Promise.all(
    tabs.map((tab) => expect(tab.widget).toHaveAttribute("data-availability", availability, { timeout })),
  );
}

/** Waits until tray, window and terminal all say this status, by the agent's own choice. */
async function everywhere(scenario: Scenario, agent: Agent, status: StatusName): Promise<void> {
  const { tray } = scenario.desktop;
  await agent.is(status);
  await until(`the tray has ${status} checked`, async () => {
    const checked = (await tray.menu()).filter((entry) => entry.checked);
    return checked.map((entry) => entry.label).join() === status;
  });
  const sentence = await scenario.terminal("status");
  expect(sentence).toMatch(new RegExp(`^${status} since \\d\\d:\\d\\d: by you\\.$`));
  expect((await tray.read()).tooltip).toBe(sentence);
}

test("a click in the tray turns every open page to messenger at once, and back, without a reload", {
  tag: "@alone",
}, async ({ scenario }) => {
  const { tray } = scenario.desktop;
  await tray.appear();
  const { page } = await scenario.demoDesk("--hidden");
  const visitor = await scenario.visitor(page);
  const tabs = [
    visitor.tab,
    await visitor.openTab(`${page}/workshop`),
    (await scenario.visitor(`${page}/basket`)).tab,
  ];
  for (const { page } of tabs) await page.evaluate(() => Object.assign(window, { same: true }));
  await are("live", tabs);
  for (const [status, availability] of [
    ["Invisible", "messenger"],
    ["Online", "live"],
    ["Offline", "messenger"],
    ["Online", "live"],
  ] as const) {
    await tray.click(status);
    await are(availability, tabs, atOnce);
  }
  for (const { page } of tabs) expect(await page.evaluate(() => "same" in window)).toBe(true);
});

test("tray, window, keys and terminal switch one status, and all of them show it", {
  tag: "@alone",
}, async ({ scenario }) => {
  const { tray } = scenario.desktop;
  await tray.appear();
  const { page } = await scenario.demoDesk();
  const { tab } = await scenario.visitor(page);
  const agent = await Agent.at(scenario);
  await everywhere(scenario, agent, "Online");
  await are("live", [tab]);

  await agent.choose("Invisible");
  await are("messenger", [tab], atOnce);
  await everywhere(scenario, agent, "Invisible");

  await agent.press("CONTROL", "SHIFT", "o");
  await are("live", [tab], atOnce);
  await everywhere(scenario, agent, "Online");

  expect(await scenario.terminal("status", "offline")).toMatch(/^Offline since/);
  await are("messenger", [tab], atOnce);
  await everywhere(scenario, agent, "Offline");

  await tray.click("Online");
  await are("live", [tab], atOnce);
  await everywhere(scenario, agent, "Online");
});

test("an Invisible agent who answers is there for that visitor alone, until the conversation is closed", async ({
  scenario,
}) => {
  const { page } = await scenario.demoDesk();
  const answered = (await scenario.visitor(page)).tab;
  const other = (await scenario.visitor(page)).tab;
  const agent = await Agent.at(scenario);
  await agent.choose("Invisible");
  await are("messenger", [answered, other]);
  await answered.write("Is anybody there?");
  await agent.open(/Is anybody there\?/);
  await agent.window.shows("If you answer, this visitor alone sees you.");
  await agent.write("I am.");
  await expect(answered.said("I am.")).toBeVisible();
  await are("live", [answered]);
  await other.page.reload();
  await are("messenger", [other]);
  await agent.window.click("button", "Close");
  await are("messenger", [answered]);
});

test("who turns Invisible stays there in the conversations joined before", async ({ scenario }) => {
  const { page } = await scenario.demoDesk();
  const joined = (await scenario.visitor(page)).tab;
  const other = (await scenario.visitor(page)).tab;
  const agent = await Agent.at(scenario);
  await joined.write("Which size fits me?");
  await agent.open(/Which size fits me\?/);
  await agent.window.click("button", "Take it");
  await agent.reads(/^You joined/);
  await agent.choose("Invisible");
  await are("messenger", [other]);
  await joined.page.reload();
  await are("live", [joined]);
  await agent.window.click("button", /^Invisible since/);
  await agent.window.click("menuitemradio", "Offline");
  await agent.window.click("button", "Go Offline"); // who is talking to somebody is asked first
  await are("messenger", [joined]);
});

test("a site set to hidden shows nothing while nobody is there, but hides no open chat and no open conversation", async ({
  scenario,
}) => {
  const { page } = await scenario.demoDesk();
  const passing = (await scenario.visitor(page)).tab;
  const looking = (await scenario.visitor(page)).tab;
  const talking = (await scenario.visitor(page)).tab;
  const agent = await Agent.at(scenario);
  await are("live", [passing, looking, talking]);
  await looking.open();
  await talking.write("Do you repair old bikes?");
  await agent.row(/Do you repair old bikes\?/);
  await talking.close();

  await setQuiet(scenario, "hidden");
  await agent.choose("Offline");
  await are("hidden", [passing]);
  await expect(passing.launcher).toBeHidden();
  await are("messenger", [looking, talking]);
  await expect(looking.composer).toBeVisible();
  await expect(talking.launcher).toBeVisible();

  await looking.close();
  await are("hidden", [looking]);
  await talking.page.reload();
  await are("messenger", [talking]);

  await agent.choose("Online");
  await are("live", [passing, looking, talking]);
  await expect(passing.launcher).toBeVisible();
});
