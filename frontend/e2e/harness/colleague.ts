import { join } from "node:path";
import { Agent } from "./agent.ts";
import { DeskApi } from "./deskapi.ts";
import type { SignIn, TeamHub } from "./hub.ts";
import type { Program } from "./program.ts";
import type { Scenario } from "./scenario.ts";

/** Somebody of a team by a first name. */
export function person(name: string): SignIn {
  return { name, email: `${name.toLowerCase()}@team.example`, password: "correct horse battery" };
}

/** Adds somebody to a team's hub who is Online at a desk without a window, with this computer's desktop around it. */
export async function colleague(scenario: Scenario, hub: TeamHub, who: SignIn): Promise<DeskApi> {
  await hub.addAgent(who);
  return atDesk(scenario, hub.address, who);
}

/** Lets somebody whom the hub at an address knows sign in at a desk of their own without a window, and go Online. */
export function atDesk(scenario: Scenario, hub: string, who: SignIn, folder = who.name): Promise<DeskApi> {
  const data = join(scenario.folder, folder);
  scenario.parley("parley-desk", "--hub", hub, "--data", data, "--hidden");
  return DeskApi.signIn(scenario, data, hub, who);
}

/** Adds somebody who is Online at another computer. */
export async function colleagueElsewhere(scenario: Scenario, hub: TeamHub, who: SignIn): Promise<DeskApi> {
  await hub.addAgent(who);
  const data = join(scenario.folder, who.name);
  scenario.deskElsewhere("--hub", hub.address, "--data", data, "--hidden");
  return DeskApi.signIn(scenario, data, hub.address, who);
}

/** Adds the person of this computer to a team's hub: signed in, Online, with the window open. */
export async function personHere(
  scenario: Scenario,
  hub: TeamHub,
  who: SignIn,
): Promise<{ agent: Agent; desk: DeskApi }> {
  await hub.addAgent(who);
  return atWindow(scenario, hub, who);
}

/** Lets somebody whom the hub knows sign in, go Online and open the window. */
export async function atWindow(
  scenario: Scenario,
  hub: TeamHub,
  who: SignIn,
): Promise<{ agent: Agent; desk: DeskApi }> {
  scenario.parley("parley-desk", "--hub", hub.address, "--data", scenario.data, "--hidden");
  const desk = await DeskApi.signIn(scenario, scenario.data, hub.address, who);
  scenario.parley("parley", "--data", scenario.data);
  return { agent: await Agent.at(scenario), desk };
}

/** Signs somebody whom the hub knows in at one more desk, at another computer than this one's desktop, and chooses nothing. */
export async function oneMoreDesk(
  scenario: Scenario,
  hub: TeamHub,
  who: SignIn,
): Promise<{ desk: DeskApi; program: Program }> {
  const data = join(scenario.folder, `more-${who.name}`);
  const program = scenario.deskElsewhere("--hub", hub.address, "--data", data, "--hidden");
  return { desk: await DeskApi.enter(scenario, data, hub.address, who), program };
}
