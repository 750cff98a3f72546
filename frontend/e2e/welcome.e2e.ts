import { userInfo } from "node:os";
import { Agent } from "./harness/agent.ts";
import { type SignIn, TeamHub } from "./harness/hub.ts";
import type { Scenario } from "./harness/scenario.ts";
import { expect, test, until } from "./harness/test.ts";

const sophie: SignIn = { name: "Sophie", email: "sophie@bikes.example", password: "over the hills and far" };

/** Opens the window of a desk that nobody has set up. */
function firstStart(scenario: Scenario): Promise<Agent> {
  scenario.parley("parley-desk", "--data", scenario.data);
  return Agent.at(scenario);
}

async function fill(agent: Agent, { email, password }: SignIn, hub?: string): Promise<void> {
  if (hub) await agent.window.type("Address of the hub", hub);
  await agent.window.type("E-mail address", email);
  await agent.window.type("Password", password);
  await agent.window.click("button", "Sign in");
}

test("the first start is filled in: one press of Start, and visitors can chat", async ({ scenario }) => {
  const agent = await firstStart(scenario);
  const name = await agent.window.field("Your name, as visitors see it");
  expect(await name.getAttribute("value")).not.toBe("");
  expect(await name.getAttribute("value")).toContain(userInfo().username);
  const site = await agent.window.field("Name of the website");
  expect(await site.getAttribute("value")).not.toBe("");
  await agent.window.click("button", "Start");
  await agent.is("Online");
  await agent.window.click("button", "Open test page");
  const page = await until("the test page opens", () => scenario.opened()[0]);
  const { tab } = await scenario.visitor(page);
  await expect(tab.widget).toHaveAttribute("data-availability", "live");
  await tab.write("It works");
  await agent.open(/It works/);
});

test("an agent signs in to a team's hub, and is told when the password is wrong", async ({ scenario }) => {
  const hub = await TeamHub.start(scenario);
  await hub.addAgent(sophie);
  const { tab } = await scenario.visitor(hub.page);
  await expect(tab.widget).toHaveAttribute("data-availability", "messenger");
  const agent = await firstStart(scenario);
  await agent.window.clickOn("On our team’s hub");
  await fill(agent, { ...sophie, password: "a wrong one" }, hub.address);
  await agent.window.shows("The e-mail address or the password is wrong.");
  await (await agent.window.field("Password")).clear();
  await agent.window.type("Password", sophie.password);
  await agent.window.click("button", "Sign in");
  await agent.is("Offline");
  await agent.choose("Online");
  await expect(tab.widget).toHaveAttribute("data-availability", "live");
});

test("signing out says goodbye, and the sign-in remembers the hub", async ({ scenario }) => {
  await scenario.startKeychain();
  const hub = await TeamHub.start(scenario);
  await hub.addAgent(sophie);
  const { tab } = await scenario.visitor(hub.page);
  scenario.parley("parley-desk", "--data", scenario.data, "--hub", hub.address);
  const agent = await Agent.at(scenario);
  await fill(agent, sophie);
  await agent.is("Offline");
  await agent.choose("Online");
  await expect(tab.widget).toHaveAttribute("data-availability", "live");
  await agent.settings("Start, tray and link");
  await agent.window.shows(`Signed in as ${sophie.email}`);
  await agent.window.shows("Kept in the system’s keychain");
  await agent.window.click("button", "Sign out");
  await expect(tab.widget).toHaveAttribute("data-availability", "messenger", { timeout: 2000 });
  const address = await agent.window.field("Address of the hub");
  expect(await address.getAttribute("value")).toBe(hub.address);
  expect(await scenario.terminal("status")).toMatch(/^Nobody is signed in/);
});

test("who signed in stays signed in over a restart of the desk", async ({ scenario }) => {
  const hub = await TeamHub.start(scenario);
  await hub.addAgent(sophie);
  const desk = scenario.parley("parley-desk", "--data", scenario.data, "--hub", hub.address);
  const agent = await Agent.at(scenario);
  await fill(agent, sophie);
  await agent.choose("Online");
  await agent.is("Online");
  await agent.settings("Start, tray and link");
  await agent.window.shows("kept in a file that only you can read");
  await scenario.terminal("quit");
  expect((await desk.ended()).code).toBe(0);

  scenario.parley("parley-desk", "--data", scenario.data);
  await (await Agent.at(scenario)).is("Online");
});
