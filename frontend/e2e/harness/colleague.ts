import { join } from "node:path";
import { Agent } from "./agent.ts";
import { DeskApi } from "./deskapi.ts";
import type { SignIn, TeamHub } from "./hub.ts";
import type { Scenario } from "./scenario.ts";

/** Somebody of a team by a first name. */
export function person(name: string): SignIn {
  return { name, email: `${name.toLowerCase()}@team.example`, password: "correct horse battery" };
}

/** Adds somebody to a team's hub who sits at a desk of their own on this computer, without a window, and is Online. */
export function colleague(scenario: Scenario, hub: TeamHub, who: SignIn): Promise<DeskApi> {
  return arrive(scenario, hub, who, join(scenario.folder, who.name));
}

/** Adds the person of this computer to a team's hub: signed in, Online, with the window open. */
export async function personHere(
  scenario: Scenario,
  hub: TeamHub,
  who: SignIn,
): Promise<{ agent: Agent; desk: DeskApi }> {
  const desk = await arrive(scenario, hub, who, scenario.data);
  scenario.parley("parley", "--data", scenario.data);
  return { agent: await Agent.at(scenario), desk };
}

async function arrive(scenario: Scenario, hub: TeamHub, who: SignIn, data: string): Promise<DeskApi> {
  await hub.addAgent(who);
  scenario.parley("parley-desk", "--hub", hub.address, "--data", data, "--hidden");
  return DeskApi.signIn(scenario, data, hub.address, who);
}
