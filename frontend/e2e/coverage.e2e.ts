import type { Hours } from "../shared/local.ts";
import { Agent } from "./harness/agent.ts";
import { barriers } from "./harness/axe.ts";
import { daily } from "./harness/hours.ts";
import { type SignIn, TeamHub } from "./harness/hub.ts";
import { expect, test } from "./harness/test.ts";

const password = "correct horse battery";
const olga: SignIn = { name: "Olga", email: "olga@team.example", password };
const bob: SignIn = { name: "Bob", email: "bob@team.example", password };

/** What one agent asks the hub from a program. */
async function program(hub: TeamHub, { email }: SignIn) {
  const ask = async (method: string, path: string, body?: unknown, token?: string) => {
    const answer = await fetch(`${hub.address}/api/v1${path}`, {
      method,
      headers: { "Content-Type": "application/json", ...(token && { Authorization: `Bearer ${token}` }) },
      body: body === undefined ? null : JSON.stringify(body),
    });
    expect(answer.ok, `${method} ${path} answers ${answer.status}`).toBe(true);
    return answer.json();
  };
  const { token } = (await ask("POST", "/login", { email, password })) as { token: string };
  return {
    hours: () => ask("GET", "/me/hours", undefined, token) as Promise<Hours>,
    setHours: (hours: Hours) => ask("PUT", "/me/hours", hours, token),
  };
}

test("an owner sees an hour nobody covers, puts a colleague on, and the band turns live", async ({
  scenario,
}) => {
  await scenario.desktop.tray.appear();
  const hub = await TeamHub.start(scenario);
  await hub.addAgent(olga);
  await hub.addAgent(bob);
  const [first, second] = [await program(hub, olga), await program(hub, bob)];
  await first.setHours(daily({ start: 0, end: 720 }));
  await second.setHours(daily({ start: 780, end: 0 }));

  scenario.parley("parley-desk", "--hub", hub.address, "--data", scenario.data);
  const agent = await Agent.at(scenario);
  await agent.window.type("E-mail address", olga.email);
  await agent.window.type("Password", olga.password);
  await agent.window.click("button", "Sign in");
  await agent.settings("Coverage");
  await agent.window.click("button", "Next week");

  // One line in the list of gaps, and a band on each day.
  await agent.window.find("button", "Every day 12:00 to 13:00, Messenger, nobody planned");
  await agent.window.click("button", "Wednesday 12:00 to 13:00, Messenger, nobody planned");
  await agent.window.shows(/Wednesday.*12:00–13:00: nobody has hours/);
  await agent.pick("Agent", "Bob");
  expect(await barriers(agent.window)).toEqual([]);
  await agent.window.click("button", "Put Bob on");

  await agent.window.find("button", /^Wednesday 00:00 to 24:00, Live, (Bob, Olga|Olga, Bob)$/);
  const kept = await second.hours();
  expect(kept.dates.map(({ slots }) => slots)).toEqual([[{ start: 720, end: 0 }]]);
  expect(kept.week).toEqual(daily({ start: 780, end: 0 }).week);

  // What a colleague changes elsewhere shows by itself.
  await second.setHours(daily({ start: 720, end: 0 }));
  await agent.window.shows("Every hour of this week is covered.");
});
