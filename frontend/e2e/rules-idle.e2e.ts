import { colleagueElsewhere, oneMoreDesk, person } from "./harness/colleague.ts";
import { TeamHub } from "./harness/hub.ts";
import { expect, test, until } from "./harness/test.ts";

const period = 11; // seconds; a desk tells the hub of an input at once after more than ten seconds of quiet

test("2.4: of two computers the one last used counts, and the agent is idle once both are", async ({
  scenario,
  another,
}) => {
  const hub = await TeamHub.start(scenario);
  const ada = person("Ada");
  const desk = await colleagueElsewhere(scenario, hub, ada);
  await oneMoreDesk(another, hub, ada);
  const { tab } = await scenario.visitor(hub.page);
  await expect(tab.widget).toHaveAttribute("data-availability", "live");

  await desk.call("status.set", { status: "online" }); // here, which counts as input
  await desk.call("desk.policy", { idleAfter: period, onReturn: "ask" });
  const begun = Date.now();
  const told = new Set<string | null>();
  await until(
    "this computer has long been idle",
    async () => {
      await another.display.moveMouse();
      told.add(await tab.availability());
      return Date.now() - begun > (period + 5) * 1000;
    },
    (period + 10) * 1000,
  );
  expect([...told]).toEqual(["live"]);
  await desk.shows("Online", ({ session }) => session?.view?.status === "online");

  await desk.shows("idle", ({ session }) => session?.view?.cause === "idle", (period + 5) * 1000);
  await expect(tab.widget).toHaveAttribute("data-availability", "messenger");
  await scenario.display.moveMouse();
  await desk.shows("the question", ({ session }) => session?.view?.asks);
  await expect(tab.widget).toHaveAttribute("data-availability", "messenger");
  await desk.call("status.set", { status: "invisible" }); // a new choice answers
  await desk.shows("Invisible", ({ session }) => session?.view?.status === "invisible" && !session.view.asks);
});
