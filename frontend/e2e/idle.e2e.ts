import { Agent } from "./harness/agent.ts";
import { DeskApi } from "./harness/deskapi.ts";
import type { Scenario } from "./harness/scenario.ts";
import { expect, test, until } from "./harness/test.ts";
import type { Visitor } from "./harness/visitor.ts";

const period = 11; // seconds; a desk tells the hub of an input at once after more than ten seconds of quiet
const idleWithin = (period + 5) * 1000;
const why = /^Offline since \d\d:\d\d: no activity for 11 seconds\.$/;

async function told(visitor: Visitor, availability: "live" | "messenger", within?: number): Promise<void> {
  await expect(visitor.tab.widget).toHaveAttribute("data-availability", availability, { timeout: within });
}

/** Offline is said in the same words by tray and terminal. */
async function explained(scenario: Scenario, sentence: RegExp): Promise<void> {
  await until(`the tray says ${sentence}`, async () =>
    sentence.test((await scenario.desktop.tray.read()).tooltip),
  );
  await scenario.says(sentence);
}

async function inMenu({ desktop }: Scenario): Promise<string[]> {
  return (await desktop.tray.menu()).filter(({ visible }) => visible).map(({ label }) => label);
}

test("who touches nothing goes Offline, is asked on return and comes back by I'm back", async ({
  scenario,
}) => {
  const { desktop, display } = scenario;
  await Promise.all([desktop.tray.appear(), desktop.notifications.appear()]);
  const { page } = await scenario.demoDesk("--hidden");
  const [visitor, api] = await Promise.all([scenario.visitor(page), DeskApi.connect(scenario)]);
  await told(visitor, "live");

  await scenario.terminal("status", "online"); // counts as input, of which the hub hears at once
  await api.call("desk.policy", { idleAfter: period, onReturn: "ask" });
  await told(visitor, "messenger", idleWithin);
  await explained(scenario, why);
  expect(desktop.toasts).toHaveLength(0);

  await display.moveMouse();
  const question = await desktop.notifications.toast(/You are Offline/);
  expect(question.body).toBe("No activity for 11 seconds.");
  expect(Object.values(question.actions)).toContain("I'm back");
  expect(await inMenu(scenario)).toContain("I'm back");
  await told(visitor, "messenger");

  await desktop.tray.click("Open Parley");
  const agent = await Agent.at(scenario);
  await agent.window.find("button", "I’m back: Online again");
  await agent.is("Offline");
  expect(await agent.status()).toContain("no activity");
  await until("the toast gives way to the banner", () => desktop.shown.size === 0);
  expect(desktop.toasts).toHaveLength(1);

  await agent.window.click("button", "I’m back: Online again");
  await agent.is("Online");
  await told(visitor, "live");
  expect(await agent.window.all("button", /^I’m back/)).toHaveLength(0);
  expect(await inMenu(scenario)).not.toContain("I'm back");
});

test("who chose so comes back automatically, to the status from before", async ({ scenario }) => {
  const { desktop, display } = scenario;
  await Promise.all([desktop.tray.appear(), desktop.notifications.appear()]);
  const { page } = await scenario.demoDesk();
  const [visitor, agent] = await Promise.all([scenario.visitor(page), Agent.at(scenario)]);
  await agent.is("Online");

  await agent.choose("Online"); // counts as input, of which the hub hears at once
  await agent.window.run(
    "return window.go.main.App.SetPolicy({ idleAfter: arguments[0], onReturn: 'auto' })",
    period,
  );
  await told(visitor, "messenger", idleWithin);
  await agent.is("Offline");
  expect(await agent.status()).toContain("no activity");
  await explained(scenario, why);

  await display.moveMouse();
  await told(visitor, "live");
  await agent.is("Online");
  expect(await agent.status()).toContain("by you");
  expect(desktop.toasts).toHaveLength(0);
});

test("a locked or sleeping computer is nobody's within two seconds, and somebody's again after", {
  tag: "@alone",
}, async ({ scenario }) => {
  const { desktop } = scenario;
  const { login, tray } = desktop;
  await Promise.all([login.appear(), tray.appear()]);
  const { page } = await scenario.demoDesk("--hidden");
  const visitor = await scenario.visitor(page);
  await told(visitor, "live");
  await until("the desk watches over sleep", async () => (await login.inhibited()).length > 0);

  for (const [leave, come] of [
    [login.lock, login.unlock],
    [() => login.hint(true), () => login.hint(false)],
    [login.sleep, login.wake],
  ] as const) {
    await leave();
    await told(visitor, "messenger", 2000);
    await explained(scenario, /^Offline since /);
    await come();
    await told(visitor, "live", 2000);
    await explained(scenario, /^Online since .*by you\.$/);
  }
});
