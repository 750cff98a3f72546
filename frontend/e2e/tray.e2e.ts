import { Agent } from "./harness/agent.ts";
import type { TrayItem } from "./harness/desktop.ts";
import { expect, test, until } from "./harness/test.ts";

const goodbye = 2000; // milliseconds in which a goodbye must have reached every widget

/** What a person who sees no colours sees of the icon: where it is drawn and where not. */
function form(item: TrayItem): string {
  return item.icons
    .map(({ argb }) => Buffer.from(argb.filter((_, i) => i % 4 === 0)).toString("base64"))
    .join();
}

test("the icon tells the status by its form, and the words stand beside it", async ({ scenario }) => {
  const { tray } = scenario.desktop;
  await tray.appear();
  await scenario.demoDesk("--hidden");
  const forms = new Set<string>();
  for (const status of ["Online", "Invisible", "Offline"]) {
    await tray.click(status);
    await until(`the tray says ${status}`, async () =>
      (await tray.read()).tooltip.startsWith(`${status} since`),
    );
    forms.add(form(await tray.read()));
  }
  expect(forms.size).toBe(3);
});

test("the icon shows that something is unread, and the menu leads to it", async ({ scenario }) => {
  const { tray } = scenario.desktop;
  await tray.appear();
  const { page } = await scenario.demoDesk("--hidden");
  await until("the desk is Online", async () => (await tray.read()).tooltip.startsWith("Online since"));
  const quiet = form(await tray.read());
  const { tab } = await scenario.visitor(page);
  await expect(tab.widget).toHaveAttribute("data-availability", "live");
  await tab.write("Is this bike for two?");
  await until("the icon has changed", async () => form(await tray.read()) !== quiet);
  const menu = await tray.menu();
  const line = menu.find((entry) => entry.label.endsWith(": Is this bike for two?"));
  await tray.click(line?.label ?? "");
  const agent = await Agent.at(scenario);
  await agent.reads("Is this bike for two?");
  await agent.look();
  await until("the icon is as before", async () => form(await tray.read()) === quiet);
});

test("Quit in the tray ends everything, and visitors see at once that nobody is there", async ({
  scenario,
}) => {
  const { tray } = scenario.desktop;
  await tray.appear();
  const { desk, page } = await scenario.demoDesk("--hidden");
  const window = scenario.parley("parley", "--data", scenario.data);
  const agent = await Agent.at(scenario);
  const { tab } = await scenario.visitor(page);
  await agent.is("Online");
  await expect(tab.widget).toHaveAttribute("data-availability", "live");
  await tray.click("Quit");
  await expect(tab.widget).toHaveAttribute("data-availability", "messenger", { timeout: goodbye });
  expect((await window.ended()).code).toBe(0);
  expect((await desk.ended()).code).toBe(0);
  expect(await tray.count()).toBe(0);
});

test("the icon comes back with a panel that comes late or is started again", async ({ scenario }) => {
  const { tray } = scenario.desktop;
  await scenario.demoDesk("--hidden");
  await tray.appear();
  await until("the icon is there", async () => (await tray.count()) === 1);
  await tray.vanish();
  await tray.appear();
  await until("the icon is there again", async () => (await tray.count()) === 1);
  await tray.click("Invisible");
  await until("the tray says so", async () => (await tray.read()).tooltip.startsWith("Invisible since"));
});

test("without a tray the window says what closing it means", async ({ scenario }) => {
  await scenario.demoDesk();
  const agent = await Agent.at(scenario);
  await agent.window.shows("Nobody is waiting. New chats appear here.");
  await agent.settings("Start, tray and link");
  await agent.window.shows("This desktop shows no tray icons.");
  await scenario.desktop.tray.appear();
  await agent.window.shows("Parley stays on the tray and you keep your status");
});
