import { By, Key, type WebElement } from "selenium-webdriver";
import type { Scenario } from "./scenario.ts";
import { until } from "./until.ts";
import type { RealWindow } from "./window.ts";

export type StatusName = "Online" | "Invisible" | "Offline";

/** The button at the top of column two: the status, and why. */
const me = /^(Online|Invisible|Offline|No link)\b/;

/** An agent at the real window: what a person does and sees there, by the names a person reads. */
export class Agent {
  private constructor(
    private readonly scenario: Scenario,
    readonly window: RealWindow,
  ) {}

  /** Takes hold of the window that is open or opening. */
  static async at(scenario: Scenario): Promise<Agent> {
    return new Agent(scenario, await scenario.window());
  }

  /** What the button at the top says: "Online since 13:15, by you". */
  status(): Promise<string> {
    return until("the window says the status", async () => {
      const [button] = await this.window.all("button", me);
      return button?.getAccessibleName();
    });
  }

  /** Waits until the window shows this status as the hub's word. */
  async is(status: StatusName, within?: number): Promise<void> {
    await this.window.find("button", new RegExp(`^${status},? since `), within);
  }

  /** Switches in the menu behind the picture. */
  async choose(status: StatusName): Promise<void> {
    if ((await this.window.all("menuitemradio", status)).length === 0) await this.window.click("button", me);
    await this.window.click("menuitemradio", status);
    await this.press("ESCAPE");
    await until("the menu is closed", async () => (await this.window.all("menuitemradio", /./)).length === 0);
  }

  /** Shows a page of the settings. */
  async settings(page: string): Promise<void> {
    await this.window.click("button", "Settings");
    await this.window.click("button", page);
  }

  /** Picks one of the values of a setting. */
  async pick(setting: string, value: string): Promise<void> {
    const name = new RegExp(`^${setting}`);
    await this.window.click("button", name);
    await until(`${setting} offers ${value}`, async () => {
      // A menu that was open before may take the focus back from the list just opened, which closes then.
      if ((await this.window.all("button", name)).length === 1 && !(await this.lists())) {
        await this.window.click("button", name);
      }
      return (await this.window.all("option", value)).length > 0;
    });
    await this.window.click("option", value);
    await this.window.find("button", new RegExp(`^${setting}.* ${value}$`));
  }

  /** Whether a list to pick from is open. */
  private lists(): Promise<boolean> {
    return this.window.run<boolean>("return document.querySelector('.choice-list') !== null");
  }

  /** What stands in the field to write in. */
  async draft(): Promise<string | null> {
    return (await this.composer()).getAttribute("value");
  }

  /** Presses keys together: modifiers, then a letter. */
  async press(...keys: (keyof typeof Key | string)[]): Promise<void> {
    const pressed = keys.map((key) => (key in Key ? (Key[key as keyof typeof Key] as string) : key));
    const actions = this.window.driver.actions();
    for (const key of pressed) actions.keyDown(key);
    for (const key of pressed.reverse()) actions.keyUp(key);
    await actions.perform();
  }

  /** The rows of the list as a screen reader reads them. */
  rows(): Promise<string[]> {
    return until("the list can be read", async () => {
      const found = await this.window.all("option", /./);
      return Promise.all(found.map((row) => row.getAccessibleName()));
    });
  }

  /** Waits for the row of the list that says this. */
  row(text: RegExp, within?: number): Promise<WebElement> {
    return this.window.find("option", text, within);
  }

  /** Opens the conversation whose row says this. */
  async open(text: RegExp): Promise<void> {
    await this.window.click("option", text);
    await this.window.find("log", "Messages");
  }

  /** The field to write in. */
  composer(): Promise<WebElement> {
    return this.window.find("textbox", /^Write to /);
  }

  async write(text: string): Promise<void> {
    const composer = await this.composer();
    await composer.sendKeys(text, Key.ENTER);
  }

  /** The lines of the open conversation, messages and what stands between them. */
  async lines(): Promise<string[]> {
    const log = await this.window.find("log", "Messages");
    const lines = await log.findElements(By.css("p"));
    return Promise.all(lines.map((line) => line.getText()));
  }

  /** Waits until the open conversation holds this line. */
  async reads(text: string | RegExp, within?: number): Promise<void> {
    await until(
      `the conversation holds ${text}`,
      async () => {
        const lines = await this.lines();
        if (lines.some((line) => (typeof text === "string" ? line === text : text.test(line)))) return true;
        throw new Error(lines.join("\n"));
      },
      within,
    );
  }

  /** Gives the window the keyboard, as a click on it does. */
  async look(): Promise<void> {
    const id = await until("the window is on screen", async () => (await this.frames())[0]);
    await this.scenario.display.focusWindow(id);
    await until("the window has the keyboard", () => this.window.run<boolean>("return document.hasFocus()"));
  }

  /** Closes the window as its title bar's button does. */
  async close(): Promise<void> {
    const id = await until("the window is on screen", async () => (await this.frames())[0]);
    await this.scenario.display.closeWindow(id);
    await until("the window is gone", async () => (await this.frames()).length === 0);
  }

  private frames(): Promise<string[]> {
    return this.scenario.display.windows("^Parley$");
  }
}
