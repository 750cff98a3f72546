import type { Browser, BrowserContext, FrameLocator, Locator, Page } from "@playwright/test";

/** One visitor: a browser profile of its own, with as many tabs as wanted. */
export class Visitor {
  private constructor(
    private readonly context: BrowserContext,
    readonly tab: Tab,
  ) {}

  static async arrive(
    browser: Browser,
    address: string,
    options: Parameters<Browser["newContext"]>[0] = {},
  ): Promise<Visitor> {
    const context = await browser.newContext(options);
    try {
      return new Visitor(context, await openTab(context, address));
    } catch (error) {
      await context.close();
      throw error;
    }
  }

  /** Closes all tabs, and forgets the profile. */
  leave(): Promise<void> {
    return this.context.close();
  }

  /** Opens one more tab with the same storage. */
  openTab(address: string): Promise<Tab> {
    return openTab(this.context, address);
  }
}

async function openTab(context: BrowserContext, address: string): Promise<Tab> {
  const page = await context.newPage();
  await page.goto(address);
  return new Tab(page);
}

/** The widget on one page. */
export class Tab {
  /** The element on the page; `data-availability` and `data-state` tell what it shows. */
  readonly widget: Locator;
  readonly launcher: Locator;
  readonly chat: FrameLocator;

  constructor(readonly page: Page) {
    this.widget = page.locator("#parley-widget");
    this.launcher = this.widget.getByRole("button").first();
    this.chat = this.widget.frameLocator("iframe");
  }

  availability(): Promise<string | null> {
    return this.widget.getAttribute("data-availability");
  }

  state(): Promise<string | null> {
    return this.widget.getAttribute("data-state");
  }

  /** Opens the chat, unless it is open. */
  async open(): Promise<void> {
    if ((await this.state()) !== "open") await this.launcher.click();
    await this.composer.waitFor();
  }

  /** Closes the chat with its launcher, unless it is closed. */
  async close(): Promise<void> {
    if ((await this.state()) === "open") await this.launcher.click();
    await this.page.locator("#parley-widget[data-state=closed]").waitFor({ state: "attached" });
  }

  get composer(): Locator {
    return this.chat.locator("textarea");
  }

  /** Presses the button that sends; the form of the messenger has another one than the line under a chat. */
  async send(): Promise<void> {
    await this.chat.locator("form:has(textarea) button[type=submit]:visible").click();
  }

  /** What was said with exactly these words. A card that is about to go says them too. */
  said(text: string): Locator {
    return this.chat.getByRole("log").getByText(text, { exact: true });
  }

  async write(text: string): Promise<void> {
    await this.open();
    await this.composer.fill(text);
    await this.send();
  }
}
