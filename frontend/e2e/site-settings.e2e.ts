import type { Frame } from "@playwright/test";
import { Key } from "selenium-webdriver";
import { Agent } from "./harness/agent.ts";
import { barriers } from "./harness/axe.ts";
import { expect, test } from "./harness/test.ts";
import type { Tab } from "./harness/visitor.ts";

/** Replaces what a field of the window holds, and leaves it. */
async function fill(agent: Agent, field: string, text: string): Promise<void> {
  const element = await agent.window.field(field);
  await element.clear();
  await element.sendKeys(text, Key.TAB);
}

/** The page of the chat. */
async function chatOf(tab: Tab): Promise<Frame> {
  const frame = await (await tab.widget.locator("iframe").elementHandle())?.contentFrame();
  if (!frame) throw new Error("there is no chat");
  return frame;
}

test("an open widget follows what the owner chooses, without a reload", async ({ scenario }) => {
  const { page } = await scenario.demoDesk();
  const agent = await Agent.at(scenario);
  const { tab } = await scenario.visitor(page);
  await tab.open();
  await tab.composer.fill("Half a sentence");
  await tab.page.evaluate(() => Object.assign(window, { marked: true }));
  const header = tab.chat.locator("header");

  await agent.settings("Chat widget");
  await agent.window.click("button", "Violet");
  await expect(tab.launcher).toHaveCSS("background-color", "rgb(117, 87, 201)");
  await expect(header).toHaveCSS("background-color", "rgb(117, 87, 201)");
  await expect(header).toHaveCSS("color", "rgb(255, 255, 255)");
  await fill(agent, "Colour as a number", "#ffcc00");
  await expect(header).toHaveCSS("background-color", "rgb(255, 204, 0)");
  expect(await barriers(await chatOf(tab))).toEqual([]);
  expect(await barriers(agent.window)).toEqual([]);

  await agent.pick("Light or dark", "Dark");
  await expect(tab.chat.locator("body")).toHaveCSS("background-color", "rgb(36, 38, 40)");
  await agent.pick("Corners", "Square");
  await expect(tab.launcher).toHaveCSS("border-radius", "0px");
  await agent.pick("Place", "Lower left");
  await fill(agent, "Distance from the side", "30");
  await expect.poll(async () => (await tab.launcher.boundingBox())?.x).toBe(30);
  await fill(agent, "Greeting", "What are you riding?");
  await expect(tab.said("What are you riding?")).toBeVisible();

  expect(await tab.composer.inputValue()).toBe("Half a sentence");
  expect(await tab.page.evaluate(() => "marked" in window)).toBe(true);
  const later = (await scenario.visitor(page)).tab;
  await later.open();
  await expect(later.said("What are you riding?")).toBeVisible();
});

test("where an address is required in the live chat, nothing is sent without one", async ({ scenario }) => {
  const { page } = await scenario.demoDesk();
  const agent = await Agent.at(scenario);
  const { tab } = await scenario.visitor(page);
  await tab.open();
  await tab.composer.fill("Is it in stock?");
  const email = tab.chat.locator("#email");
  await expect(email).toHaveCount(0);
  await agent.settings("Chat widget");
  await agent.pick("In the live chat", "Ask, needed to write");
  await expect(email).toBeVisible();
  await tab.send();
  await expect(email).toBeFocused();
  await expect(tab.said("Is it in stock?")).toHaveCount(0);
  await email.fill("kim@post.example");
  await email.press("Enter");
  await expect(tab.said("Is it in stock?")).toBeVisible();
  await expect(email).toHaveCount(0);
  await agent.window.click("button", /^Inbox/);
  await agent.open(/Is it in stock/);
  await agent.window.shows("kim@post.example");
});

test("our team has no names, neither on screen nor in what the browser is sent", async ({ scenario }) => {
  const { page } = await scenario.demoDesk();
  const agent = await Agent.at(scenario);
  const { tab } = await scenario.visitor(page);
  await tab.open();
  const log = tab.chat.getByRole("log");
  const title = tab.chat.getByRole("heading");
  const name = (await title.textContent()) ?? "";
  expect(name).not.toBe("");
  await tab.write("Which size?");
  await agent.open(/Which size/);
  await agent.write("Medium.");
  await expect(tab.said("Medium.")).toBeVisible();
  await expect(log).toContainText(name);

  await agent.settings("Chat widget");
  await agent.pick("Who answers", "Our team");
  await expect(title).toHaveText("Our team");
  await expect(log).not.toContainText(name);

  const sent: string[] = [];
  tab.page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => sent.push(`${payload}`)));
  await tab.page.reload();
  await tab.open();
  await expect(tab.said("Medium.")).toBeVisible();
  expect(sent.join("\n")).toContain("Medium.");
  expect(sent.join("\n")).not.toContain(name);
  await expect(tab.chat.locator("main")).not.toContainText(name);
});

test("a page with a button of its own shows no launcher, and opens the chat", async ({ scenario }) => {
  const { page } = await scenario.demoDesk();
  const agent = await Agent.at(scenario);
  const { tab } = await scenario.visitor(page);
  await expect(tab.launcher).toBeVisible();
  await agent.settings("Chat widget");
  await agent.window.click("switch", "A button of your own");
  await expect(tab.launcher).toBeHidden();
  await tab.page.evaluate(() => (window as unknown as { Parley(what: string): void }).Parley("open"));
  await expect(tab.composer).toBeFocused();
  await tab.composer.press("Escape");
  await expect(tab.widget).toHaveAttribute("data-state", "closed");
});
