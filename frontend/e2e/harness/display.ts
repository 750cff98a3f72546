import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Start } from "./program.ts";

const run = promisify(execFile);

/** An X display of one scenario's own, its window manager, and the person at mouse and keyboard. */
export class Display {
  private constructor(
    readonly name: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  static async start(start: Start, env: NodeJS.ProcessEnv): Promise<Display> {
    const server = start("Xvfb", "Xvfb", [
      "-displayfd",
      "1",
      "-screen",
      "0",
      "1280x800x24",
      "-nolisten",
      "tcp",
    ]);
    const [number] = await server.line(/^\d+$/);
    const display = new Display(`:${number}`, { ...env, DISPLAY: `:${number}` });
    const manager = start("openbox", "openbox", ["--startup", "echo managing"], display.env);
    await manager.line(/^managing$/);
    return display;
  }

  /** Real input: it resets the idle time of the whole computer. */
  async moveMouse(x = 400, y = 300): Promise<void> {
    // A move to where the pointer is already is no input.
    await this.xdotool("mousemove", String(x + 1), String(y), "mousemove", String(x), String(y));
  }

  /** The X windows with this title that are on screen. */
  async windows(title: string): Promise<string[]> {
    try {
      const found = await this.xdotool("search", "--onlyvisible", "--name", title);
      return found.split("\n").filter(Boolean);
    } catch {
      return []; // xdotool exits with 1 when it finds nothing
    }
  }

  /** Closes a window as its title bar's button does. */
  async closeWindow(id: string): Promise<void> {
    await run("wmctrl", ["-i", "-c", id], { env: this.env });
  }

  async focusWindow(id: string): Promise<void> {
    await this.xdotool("windowactivate", "--sync", id);
  }

  private async xdotool(...args: string[]): Promise<string> {
    const { stdout } = await run("xdotool", args, { env: this.env });
    return stdout;
  }
}
