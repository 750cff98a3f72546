import { By } from "selenium-webdriver";
import type { Devices, StatusChanges } from "../shared/local.ts";
import { barriers } from "./harness/axe.ts";
import { atDesk, atWindow } from "./harness/colleague.ts";
import { type SignIn, TeamHub } from "./harness/hub.ts";
import { Rest } from "./harness/rest.ts";
import { expect, test, until } from "./harness/test.ts";

const olga: SignIn = { name: "Olga", email: "olga@team.example", password: "correct horse battery" };
const ben: SignIn = { name: "Ben", email: "ben@team.example", password: "battery horse correct" };

test("an owner invites somebody by a link, who signs in, is switched by the owner and removed", async ({
  scenario,
}) => {
  await scenario.desktop.tray.appear();
  const hub = await TeamHub.start(scenario);
  await hub.addAgent(olga);
  const { agent } = await atWindow(scenario, hub, olga);
  await agent.settings("Team");
  await agent.window.shows("No invitation is open.");
  await agent.window.type("E-mail address (optional)", ben.email);
  await agent.window.click("button", "Make a link");
  const link = await (await agent.window.field("Link of the invitation")).getAttribute("value");
  expect(link).toMatch(new RegExp(`^${hub.address}/invite/#\\w{43}$`));
  await agent.window.find("button", `Revoke the invitation ${ben.email}`);
  expect(await barriers(agent.window)).toEqual([]);

  const { page } = (await scenario.visitor(link ?? "", { locale: "en-GB" })).tab;
  await expect(page.getByText("You are invited to answer the visitors of Bikes.")).toBeVisible();
  await expect(page.getByLabel("E-mail address")).toHaveValue(ben.email);
  await expect(page.getByLabel("E-mail address")).toHaveAttribute("readonly");
  const join = page.getByRole("button", { name: "Join the team" });
  await join.click();
  await expect(page.getByRole("alert").filter({ visible: true })).toHaveText(/Enter a name/);
  await page.getByLabel("Name").fill(ben.name);
  await page.getByLabel("Password").fill("short");
  await join.click();
  await expect(page.getByRole("alert").filter({ visible: true })).toHaveText(/at least 8 characters/);
  await page.getByLabel("Password").fill(ben.password);
  await join.click();
  await expect(page.getByRole("heading", { name: "You belong to the team" })).toBeVisible();
  expect(new URL(page.url()).hash).toBe("");
  const address = await page.locator("#hub").innerText();

  const again = (await scenario.visitor(link ?? "", { locale: "de-DE" })).tab.page;
  await expect(again.getByText("Die Einladung wurde benutzt.")).toBeVisible();

  const desk = await atDesk(scenario, address, ben);
  await until("the window lists Ben", async () => {
    const row = await agent.window.driver.findElement(By.xpath("//li[.//span[text()='Ben']]"));
    return /Online since \d\d:\d\d, by choice/.test(await row.getText());
  });
  await agent.window.click("button", "Status of Ben");
  await agent.window.click("menuitemradio", "Invisible");
  await desk.shows("who switched", ({ session, sentence }) => {
    return session?.view?.status === "invisible" && sentence.why === "by Olga.";
  });
  await agent.window.shows(/Invisible since \d\d:\d\d, by Olga\./);
  await agent.pick("Role of Ben", "Admin");
  await desk.shows("the new role", ({ session }) => session?.agent.role === "admin");

  await agent.window.click("button", "More about Ben");
  await agent.window.click("menuitem", "Remove");
  await agent.window.find("dialog", "Remove Ben?");
  await agent.window.click("button", "Remove");
  await desk.shows("the sign-in page", ({ stage }) => stage === "signin");
  await until("Ben is not listed any more", async () => !(await agent.window.text()).includes("Ben"));
});

test("an agent sees who switched, what changed where, and signs a forgotten computer out", async ({
  scenario,
}) => {
  await scenario.desktop.tray.appear();
  const hub = await TeamHub.start(scenario);
  await hub.addAgent(olga);
  await hub.addAgent(ben);
  const { agent } = await atWindow(scenario, hub, ben);
  const office = await atDesk(scenario, hub.address, ben, "office");
  const owner = await Rest.signIn(hub, olga, "Nightly report");
  const program = await Rest.signIn(hub, ben, "Nightly report");
  const id = await office.shows("the agent", ({ session }) => session?.agent.id);

  await owner.ask("PUT", `/site/agents/${id}/status`, { status: "invisible", for: 3600 });
  const switched = /^Invisible,? until \d\d:\d\d, by Olga$/;
  await agent.window.find("button", switched);
  await agent.window.click("button", switched);
  await agent.window.shows(/Invisible since \d\d:\d\d: by Olga, until \d\d:\d\d/);
  await agent.window.click("menuitem", "Recent changes");
  await agent.window.shows(/\d\d:\d\d\s*Invisible by Olga/);
  expect(await barriers(agent.window)).toEqual([]);

  const { changes } = await program.ask<StatusChanges>("GET", "/me/changes");
  expect(changes[0]).toMatchObject({ status: "invisible", cause: "choice", by: { name: "Olga" } });
  expect(changes.at(-1)?.device?.name).not.toBe("");
  const { devices } = await program.ask<Devices>("GET", "/me/devices");
  expect(devices.map((d) => [d.connected, d.program ?? false, d.this ?? false])).toEqual([
    [false, true, true],
    [true, false, false],
    [true, false, false],
  ]);

  await agent.settings("Devices");
  await agent.window.shows("This computer");
  await agent.window.shows("A program, signed in since");
  expect(await barriers(agent.window)).toEqual([]);
  const computer = devices[1]?.name ?? "";
  await agent.window.click("button", `Sign out ${computer}`);
  await office.shows("the sign-in page", ({ stage }) => stage === "signin");
  await agent.window.click("button", "Sign out Nightly report");
  await until("only this computer is left", async () => {
    return (await agent.window.all("button", /^Sign out/)).length === 0;
  });
  await expect(program.ask("GET", "/me/status")).rejects.toThrow("401");
});
