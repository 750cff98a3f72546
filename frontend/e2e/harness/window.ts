import { writeFileSync } from "node:fs";
import { Builder, By, Capabilities, type WebDriver, type WebElement } from "selenium-webdriver";
import { freePort } from "./ports.ts";
import type { Start } from "./program.ts";
import { until } from "./until.ts";

/** Which elements can have a role without saying so. */
const implicit: Record<string, string> = {
  button: "button, summary, input[type=button], input[type=submit]",
  checkbox: "input[type=checkbox]",
  combobox: "select",
  dialog: "dialog",
  heading: "h1, h2, h3, h4, h5, h6",
  link: "a[href]",
  list: "ul, ol",
  listitem: "li",
  main: "main",
  navigation: "nav",
  radio: "input[type=radio]",
  textbox: "input:not([type]), input[type=text], input[type=email], input[type=url], textarea",
};

/** Answers when the page has been drawn anew; a hidden page is not drawn, nor does it ask for frames. */
const drawn = `
  const done = arguments[0];
  if (document.hidden) done();
  else requestAnimationFrame(() => requestAnimationFrame(done));
`;

/**
 * The real window of the production program, driven through WebKitWebDriver. What it finds, it finds as
 * assistive technology does: by role and accessible name.
 */
export class RealWindow {
  private constructor(readonly driver: WebDriver) {}

  /** Takes hold of the window whose web view listens for inspectors on this port, once there is one. */
  static async attach(inspectorPort: number, start: Start): Promise<RealWindow> {
    const port = await freePort();
    start("WebKitWebDriver", "WebKitWebDriver", ["-p", String(port), "-t", `127.0.0.1:${inspectorPort}`]);
    const server = `http://127.0.0.1:${port}`;
    await until("WebKitWebDriver answers", async () => (await fetch(`${server}/status`)).ok);
    const driver = await until("the window accepts automation", () =>
      new Builder()
        .usingServer(server)
        .withCapabilities(new Capabilities({ browserName: "wails-app" }))
        .build(),
    );
    return new RealWindow(driver);
  }

  /** Waits for the one visible element with this role and name. */
  find(role: string, name: string | RegExp, within?: number): Promise<WebElement> {
    return until(
      `one ${role} named ${name}`,
      async () => {
        const found = await this.all(role, name);
        if (found.length > 1) throw new Error(`${found.length} elements match`);
        return found[0];
      },
      within,
    );
  }

  /** The visible elements that have this role and name right now. */
  async all(role: string, name: string | RegExp): Promise<WebElement[]> {
    const selector = [`[role~=${role}]`, implicit[role]].filter(Boolean).join(", ");
    const found: WebElement[] = [];
    for (const element of await this.driver.findElements(By.css(selector))) {
      if (!matches(await element.getAccessibleName(), name)) continue;
      if ((await element.isDisplayed()) && (await element.getAriaRole()) === role) found.push(element);
    }
    return found;
  }

  async click(role: string, name: string | RegExp): Promise<void> {
    const element = await this.find(role, name);
    await element.click();
  }

  /** Types into a field, behind what it holds. */
  async type(field: string | RegExp, text: string): Promise<void> {
    const element = await this.find("textbox", field);
    await element.sendKeys(text);
  }

  /** The text of the page as a person sees it. */
  text(): Promise<string> {
    return this.driver.findElement(By.css("body")).getText();
  }

  /** Waits until the page shows this text. */
  async shows(text: string | RegExp, within?: number): Promise<void> {
    await until(
      `the window shows ${text}`,
      async () => {
        const shown = await this.text();
        if (typeof text === "string" ? shown.includes(text) : text.test(shown)) return true;
        throw new Error(shown);
      },
      within,
    );
  }

  /** Runs the body of a function in the page and answers what it returns. */
  run<T>(body: string, ...parameters: unknown[]): Promise<T> {
    return this.driver.executeScript<T>(body, ...parameters);
  }

  /** Saves a picture of the page as PNG, drawn after everything that happened before. */
  async screenshot(file: string): Promise<void> {
    await this.driver.executeAsyncScript(drawn);
    writeFileSync(file, await this.driver.takeScreenshot(), "base64");
  }
}

function matches(text: string, wanted: string | RegExp): boolean {
  return typeof wanted === "string" ? text.trim() === wanted : wanted.test(text);
}
