import { Agent } from "./harness/agent.ts";
import { Cable } from "./harness/cable.ts";
import { person } from "./harness/colleague.ts";
import { DeskApi } from "./harness/deskapi.ts";
import { TeamHub } from "./harness/hub.ts";
import { expect, test } from "./harness/test.ts";

test("who had a hub that dies is at another one at once, and nobody else is told", async ({ scenario }) => {
  await scenario.desktop.tray.appear();
  const [first, second] = await TeamHub.two(scenario);
  const ada = person("Ada");
  await first.addAgent(ada);
  const cable = await Cable.lay(first.address); // stands for what shares out connections in front of hubs
  scenario.parley("parley-desk", "--hub", cable.address, "--data", scenario.data, "--hidden");
  const desk = await DeskApi.signIn(scenario, scenario.data, cable.address, ada);
  scenario.parley("parley", "--data", scenario.data);
  const [agent, { tab }] = await Promise.all([Agent.at(scenario), scenario.visitor(second.page)]);
  await expect(tab.widget).toHaveAttribute("data-availability", "live");
  const since = await desk.shows("since when", ({ session }) => session?.view?.since);

  await tab.write("Is the Fjell 7 in stock?");
  await agent.open(/Fjell 7/);
  await agent.look();
  await agent.write("One moment.");
  await expect(tab.said("One moment.")).toBeVisible();

  cable.lead(second.address);
  await first.kill();
  await tab.write("In red, if you have it.");
  await agent.write("Yes, in two sizes.");
  await agent.reads("In red, if you have it.");
  await expect(tab.said("Yes, in two sizes.")).toBeVisible();
  await agent.is("Online");
  await expect(tab.widget).toHaveAttribute("data-availability", "live");
  expect((await desk.state()).session?.view?.since).toBe(since);

  await first.restart();
  cable.lead(first.address);
  await second.kill();
  await second.restart();
  await tab.write("I take it.");
  await agent.reads("I take it.");
  await agent.is("Online");
  expect((await desk.state()).session?.view?.since).toBe(since);
  cable.remove();
});
