import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { State } from "../shared/local.ts";
import { Agent } from "./harness/agent.ts";
import { sql } from "./harness/database.ts";
import { DeskApi } from "./harness/deskapi.ts";
import { type SignIn, TeamHub } from "./harness/hub.ts";
import type { Scenario } from "./harness/scenario.ts";
import { expect, test, until } from "./harness/test.ts";

const ada: SignIn = { name: "Ada", email: "ada@team.example", password: "correct horse battery" };

/** The process of the window, whoever started it. */
function windowProcess(scenario: Scenario): Promise<number> {
  return until("there is one window", () => {
    const pids = scenario.processes("parley");
    return pids.length === 1 ? pids[0] : undefined;
  });
}

/** What the desk has on disk of what is not sent yet. */
function kept(scenario: Scenario): string {
  const files = readdirSync(scenario.data).filter((name) => /^unsent-.*\.json$/.test(name)); // not what is about to become one
  return files.map((name) => readFileSync(join(scenario.data, name), "utf8")).join("\n");
}

test("a window that is killed takes nothing along", async ({ scenario }) => {
  const { desktop } = scenario;
  await Promise.all([desktop.tray.appear(), desktop.notifications.appear()]);
  const { page } = await scenario.demoDesk();
  const [visitor, first] = await Promise.all([scenario.visitor(page), Agent.at(scenario)]);
  await first.is("Online");
  await visitor.tab.write("Are you there?");
  await first.row(/Are you there\?/);

  process.kill(await windowProcess(scenario), "SIGKILL");
  await until("the window is gone", () => scenario.processes("parley").length === 0);
  await visitor.tab.write("Or nobody?");
  const toast = await desktop.notifications.toast(/Or nobody\?/);
  expect((await desktop.tray.read()).tooltip).toMatch(/^Online since/);
  await expect(visitor.tab.widget).toHaveAttribute("data-availability", "live");

  await desktop.tray.click("Open Parley");
  const second = await Agent.at(scenario);
  await second.is("Online");
  await desktop.notifications.act(toast);
  await second.reads("Or nobody?");
  await second.write("Here I am.");
  await expect(visitor.tab.said("Here I am.")).toBeVisible();
});

test("a desk that is killed comes back with its status, its drafts and what was not sent", async ({
  scenario,
}) => {
  await scenario.desktop.tray.appear();
  const hub = await TeamHub.start(scenario);
  await hub.addAgent(ada);
  const desk = scenario.parley("parley-desk", "--hub", hub.address, "--data", scenario.data, "--hidden");
  const api = await DeskApi.signIn(scenario, scenario.data, hub.address, ada);
  const [visitor, other] = await Promise.all([scenario.visitor(hub.page), scenario.visitor(hub.page)]);
  await visitor.tab.write("Is the Fjell 7 in stock?");
  await other.tab.write("Do you repair brakes?");
  const about = (text: string) =>
    api.shows(text, ({ session }) => session?.conversations.find(({ last }) => last?.text === text)?.id);
  const [stock, brakes] = await Promise.all([
    about("Is the Fjell 7 in stock?"),
    about("Do you repair brakes?"),
  ]);
  await api.call("status.set", { status: "invisible" });
  await api.shows("Invisible", ({ session }) => session?.view?.status === "invisible");

  await hub.kill();
  await api.shows("no link", ({ session }) => session?.link.phase === "lost");
  await api.call("conversation.send", { conversation: stock, text: "Yes, in two sizes." });
  await api.call("conversation.draft", { conversation: brakes, text: "We do, on Thur" });
  await until("the draft is on disk", async () => kept(scenario).includes("We do, on Thur"));
  desk.signal("SIGKILL");
  await desk.ended();

  scenario.parley("parley-desk", "--data", scenario.data, "--hidden");
  const again = await DeskApi.connect(scenario);
  await again.shows("no link", ({ session }) => session?.link.phase === "lost");
  await hub.restart();
  await expect(visitor.tab.said("Yes, in two sizes.")).toBeVisible();
  await again.call("conversation.focus", { conversation: brakes });
  await again.shows("the draft", ({ session }) => session?.focus?.draft === "We do, on Thur");
  await again.shows("Invisible", ({ session }) => session?.view?.status === "invisible");
});

test("a hub that is killed loses nothing and says nothing twice, and what waited arrives", async ({
  scenario,
}) => {
  await scenario.desktop.tray.appear();
  const hub = await TeamHub.start(scenario);
  await hub.addAgent(ada);
  const desk = scenario.parley("parley-desk", "--hub", hub.address, "--data", scenario.data, "--hidden");
  await DeskApi.signIn(scenario, scenario.data, hub.address, ada);
  await scenario.terminal("open");
  const [visitor, agent] = await Promise.all([scenario.visitor(hub.page), Agent.at(scenario)]);
  const asked = ["Hello", "Is the Fjell 7 in stock?", "In green?", "And the price?"];
  const answered = ["Hi", "One moment", "It is", "950"];

  await visitor.tab.write("Hello");
  await agent.open(/Hello/);
  await agent.write("Hi");
  await expect(visitor.tab.said("Hi")).toBeVisible();
  for (const text of asked.slice(1, 3)) await visitor.tab.write(text);
  await agent.write("One moment");

  await hub.kill();
  expect(desk.running).toBe(true);
  await visitor.tab.write("And the price?");
  for (const text of answered.slice(2)) await agent.write(text);
  await agent.window.find("region", "Link to the hub");
  const lost = await agent.window.run<State>("return window.go.main.App.Next(0)");
  expect(Date.now() - (lost.session?.link.since ?? 0)).toBeGreaterThan(2000);
  await expect(visitor.tab.widget).toHaveAttribute("data-availability", "live");

  await hub.restart();
  const bar = () => agent.window.all("region", "Link to the hub");
  await until("the bar goes", async () => (await bar()).length === 0, 20_000);
  for (const text of asked) await agent.reads(text, 30_000);
  for (const text of answered) await expect(visitor.tab.said(text)).toBeVisible();

  const rows = await sql(scenario, hub.data, "SELECT seq, author_kind, text FROM entries ORDER BY seq");
  expect(rows.map(([seq]) => seq)).toEqual(rows.map((_, index) => index + 1));
  const by = (author: string) => rows.filter(([, kind]) => kind === author).map(([, , text]) => text);
  expect(by("visitor")).toEqual(asked);
  expect(by("agent").filter(Boolean)).toEqual(answered);
  await agent.is("Online");
});
