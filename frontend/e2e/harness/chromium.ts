import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "@playwright/test";
import { elsewhere } from "./buses.ts";
import { zone } from "./hours.ts";
import { Program } from "./program.ts";

const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup", // a hidden page for each profile, which takes longer to load than a visitor's
  "--no-first-run",
  "--remote-debugging-port=0",
  "about:blank",
];

/**
 * The browser of the visitors in a worker's tests, of whom each has a profile of their own. It starts when the first of
 * them comes, and stays for the next test: to start it takes longer than to visit a page. Should it crash, that test fails,
 * and the runner goes on in another worker.
 *
 * It is Debian's Chromium, started by hand: one started by Playwright has the partitioning of third-party storage
 * switched off, on which the widget's design depends.
 */
export class Chromium {
  private readonly folder = mkdtempSync(join(tmpdir(), "parley-visitors-"));
  private program: Program | undefined;
  private started: Promise<Browser> | undefined;

  browser(): Promise<Browser> {
    this.started ??= this.start();
    return this.started;
  }

  /** What it wrote, for the reader of a failed test. */
  log(): string {
    return this.program?.log() ?? "";
  }

  /** Ends it, with the processes of its group. */
  async end(): Promise<void> {
    if (this.program?.running) process.kill(-this.program.pid, "SIGKILL");
    await this.program?.ended();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  private async start(): Promise<Browser> {
    this.program = new Program(
      "Chromium",
      "/usr/bin/chromium",
      [`--user-data-dir=${this.folder}`, ...flags],
      {
        PATH: process.env.PATH,
        HOME: this.folder,
        TZ: zone,
        LANG: "C.UTF-8",
        ...elsewhere,
      },
    );
    const [, address] = await this.program.line(/^DevTools listening on (ws:.*)$/);
    return chromium.connectOverCDP(address ?? "");
  }
}
