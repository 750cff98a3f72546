import { readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { Agent } from "./harness/agent.ts";
import { DeskApi } from "./harness/deskapi.ts";
import type { Program } from "./harness/program.ts";
import type { Scenario } from "./harness/scenario.ts";
import { expect, test, until } from "./harness/test.ts";

const starts = 20;

/** Waits until all but one of the programs have ended, and answers that one. */
async function survivor(programs: Program[]): Promise<Program> {
  const ended = () => programs.filter(({ running }) => !running);
  await until("all but one have ended", () => ended().length === programs.length - 1, 30_000);
  expect(ended().map(({ exit }) => exit)).toEqual(ended().map(() => ({ code: 0, signal: null })));
  return programs.find(({ running }) => running) as Program;
}

/** The processes that have the database of the built-in hub open. */
function holders(scenario: Scenario): number[] {
  const database = join(scenario.data, "hub", "parley.db");
  const pids = readdirSync("/proc").map(Number).filter(Number.isInteger);
  return pids.filter((pid) => {
    try {
      const folder = `/proc/${pid}/fd`;
      return readdirSync(folder).some((fd) => readlinkSync(join(folder, fd)) === database);
    } catch {
      return false; // it ended meanwhile
    }
  });
}

test("twenty starts at once end in one desk and one window", async ({ scenario }) => {
  const { desktop, display } = scenario;
  await desktop.tray.appear();
  const programs = Array.from({ length: starts }, () => scenario.parley("parley", "--data", scenario.data));
  const agent = await Agent.at(scenario);
  await agent.window.shows("Welcome to Parley");
  const window = await survivor(programs);

  expect(window.running).toBe(true);
  expect(await display.windows("^Parley$")).toHaveLength(1);
  expect(await desktop.tray.count()).toBe(1);
  expect(holders(scenario)).toHaveLength(1);
});

test("twenty starts of the desk alone end in one desk", async ({ scenario }) => {
  const { desktop } = scenario;
  await desktop.tray.appear();
  const programs = Array.from({ length: starts }, () =>
    scenario.parley("parley-desk", "--hidden", "--data", scenario.data),
  );
  const desk = await survivor(programs);
  const api = await DeskApi.connect(scenario);
  await api.shows("the welcome", ({ stage }) => stage === "welcome");

  await until("there is an icon", async () => (await desktop.tray.count()) > 0);
  expect(await desktop.tray.count()).toBe(1);
  expect(holders(scenario)).toEqual([desk.pid]);
});
