import { writeFileSync } from "node:fs";
import { Builder, By, Capabilities, error, type WebDriver, type WebElement } from "selenium-webdriver";
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
  region: "section[aria-label]",
  textbox: "input:not([type]), input[type=text], input[type=email], input[type=url], textarea",
};

/** Only what is on screen is looked at: what is not displayed has no name, and WebKit answers with an error. */
const visible = `
  const seen = (element) => element.checkVisibility({ visibilityProperty: true });
  return [...document.querySelectorAll(arguments[0])].filter(seen);
`;

/** Every field on screen, and what its label says. */
const labelled = `
  const fields = [...document.querySelectorAll("input, textarea")];
  const label = (field) => field.ariaLabel ?? [...field.labels].map((label) => label.innerText).join(" ");
  return fields.filter((field) => field.checkVisibility()).map((field) => [field, label(field).trim()]);
`;

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
    const drawn = await this.run<WebElement[]>(visible, selector);
    const told = await Promise.all(
      drawn.map(async (element) => ({
        element,
        fits: await present(async () => {
          return matches(await element.getAccessibleName(), name) && (await element.getAriaRole()) === role;
        }),
      })),
    );
    return told.filter(({ fits }) => fits).map(({ element }) => element);
  }

  /** Clicks the one element with this role and name, once nothing lies over it any more. */
  async click(role: string, name: string | RegExp): Promise<void> {
    await until(`the ${role} named ${name} can be clicked`, async () => {
      const [element, ...more] = await this.all(role, name);
      if (!element || more.length > 0) throw new Error(`${more.length + (element ? 1 : 0)} elements match`);
      await element.click();
      return true;
    });
  }

  /** Clicks what says exactly this: the words of a choice whose control is drawn, for one. */
  async clickOn(text: string): Promise<void> {
    const element = await until(`something says ${text}`, async () => {
      const found = await this.driver.findElements(
        By.xpath(`//*[normalize-space(text())=${JSON.stringify(text)}]`),
      );
      return found[0];
    });
    await element.click();
  }

  /** Waits until an attribute of the one element with this role and name says this. */
  async finds(role: string, name: string | RegExp, attribute: string, value: string): Promise<void> {
    await until(`the ${role} named ${name} has ${attribute} ${value}`, async () => {
      const [element, ...more] = await this.all(role, name);
      return more.length === 0 && (await element?.getAttribute(attribute)) === value;
    });
  }

  /** Waits for the field with this label. Its name does not do: WebKit adds what the field holds. */
  field(label: string | RegExp): Promise<WebElement> {
    return until(`a field named ${label}`, async () => {
      const all = await this.run<[WebElement, string][]>(labelled);
      return all.find(([, text]) => matches(text, label))?.[0];
    });
  }

  /** Types into a field, behind what it holds. */
  async type(field: string | RegExp, text: string): Promise<void> {
    const element = await this.field(field);
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

/** The answer of an element, or false when the page took it away meanwhile. */
function present(ask: () => Promise<boolean>): Promise<boolean> {
  return ask().catch((reason) => {
    if (reason instanceof error.StaleElementReferenceError) return false;
    throw reason;
  });
}

function matches(text: string, wanted: string | RegExp): boolean {
  return typeof wanted === "string" ? text.trim() === wanted : wanted.test(text);
}
