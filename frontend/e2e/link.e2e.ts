import { Agent } from "./harness/agent.ts";
import { sql } from "./harness/database.ts";
import { type SignIn, TeamHub } from "./harness/hub.ts";
import type { Scenario } from "./harness/scenario.ts";
import { expect, test, until } from "./harness/test.ts";
import type { RealWindow } from "./harness/window.ts";

const ada: SignIn = { name: "Ada", email: "ada@team.example", password: "correct horse battery" };

/** A team's hub, Ada Online at the window, and a visitor of hers. */
async function team(scenario: Scenario) {
  await scenario.desktop.tray.appear();
  const hub = await TeamHub.start(scenario);
  await hub.addAgent(ada);
  scenario.parley("parley-desk", "--hub", hub.address, "--data", scenario.data);
  const agent = await Agent.at(scenario);
  await signIn(agent.window);
  await agent.choose("Online");
  await agent.is("Online");
  const visitor = await scenario.visitor(hub.page);
  return { hub, agent, visitor };
}

/** Signs Ada in with what the page does not know. */
async function signIn(window: RealWindow): Promise<void> {
  const email = await window.field("E-mail address");
  if ((await email.getAttribute("value")) === "") await email.sendKeys(ada.email);
  await window.type("Password", ada.password);
  await window.click("button", "Sign in");
}

test("a status chosen without a link is the agent's as soon as there is one", async ({ scenario }) => {
  const { hub, agent, visitor } = await team(scenario);
  await expect(visitor.tab.widget).toHaveAttribute("data-availability", "live");

  await hub.kill();
  await agent.window.shows("No link to the hub since");
  await agent.choose("Offline");
  await until("the status waits", async () => /Offline once it is back/.test(await agent.status()));
  expect(await scenario.terminal("status")).toMatch(/^Switching to Offline: as soon as there is a link/);
  await agent.choose("Invisible");
  await until("the other one does", async () => /Invisible once it is back/.test(await agent.status()));

  await agent.window.click("button", "Try now"); // once the hub is back, the desk may be faster than any hand
  await hub.restart();
  await agent.is("Invisible", 15_000);
  await expect(visitor.tab.widget).toHaveAttribute("data-availability", "messenger", { timeout: 20_000 }); // as long as it may take to notice
  const statuses = await sql(scenario, hub.data, "SELECT status FROM view_changes ORDER BY n");
  expect(statuses.flat()).toEqual(["online", "invisible"]);
});

test("what is written without a link is kept, marked and sent once it is back", async ({ scenario }) => {
  const { hub, agent, visitor } = await team(scenario);
  await visitor.tab.write("Is the Fjell 7 in stock?");
  await agent.open(/Fjell 7/);
  await agent.look();

  await hub.kill();
  await agent.window.shows("Sent as soon as the link is back");
  await agent.write("Yes, in two sizes.");
  await agent.window.shows("Waiting for the link");
  expect(await dashed(agent.window)).toEqual(["Yes, in two sizes."]);
  const composer = await agent.composer();
  await composer.sendKeys("And in gre");

  await hub.restart();
  await expect(visitor.tab.said("Yes, in two sizes.")).toBeVisible();
  await agent.reads("Yes, in two sizes.");
  expect(await dashed(agent.window)).toEqual([]);
  expect(await (await agent.composer()).getAttribute("value")).toBe("And in gre");
});

test("an agent whose sign-in was revoked signs in again and finds everything", async ({ scenario }) => {
  const { hub, agent, visitor } = await team(scenario);
  await visitor.tab.write("Hello?");
  await agent.open(/Hello\?/);
  await hub.kill();
  await agent.window.shows("Sent as soon as the link is back");
  await agent.write("One moment.");
  await agent.window.shows("Waiting for the link");
  await sql(scenario, hub.data, "DELETE FROM tokens");
  await hub.restart();

  const { window } = agent;
  await window.shows("Sign in to Parley");
  const known = async (name: string) => (await window.field(name)).getAttribute("value");
  expect(await known("Address of the hub")).toBe(hub.address);
  expect(await known("E-mail address")).toBe(ada.email);
  expect(await scenario.terminal("status")).toContain("sign in");

  await signIn(window);
  await agent.open(/Hello\?|One moment/);
  await agent.reads("One moment.");
  await expect(visitor.tab.said("One moment.")).toBeVisible();
});

/** The messages that are drawn as on their way. */
function dashed(window: RealWindow): Promise<string[]> {
  return window.run(
    "return [...document.querySelectorAll('.bubble.sending')].map((line) => line.textContent)",
  );
}
