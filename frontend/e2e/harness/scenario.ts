import { randomBytes } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { elsewhere, startBus } from "./buses.ts";
import type { Chromium } from "./chromium.ts";
import { Desktop } from "./desktop.ts";
import { Display } from "./display.ts";
import { zone } from "./hours.ts";
import { freePort } from "./ports.ts";
import { Program, type Start } from "./program.ts";
import { until } from "./until.ts";
import { Visitor } from "./visitor.ts";
import { RealWindow } from "./window.ts";

const programs = process.env.PARLEY_BIN ?? join(import.meta.dirname, "../../../build/bin");

/**
 * One computer of one person, for one test: display, buses, folders and ports that nobody else uses.
 * Whatever is started in it ends with it.
 */
export class Scenario {
  readonly programs: Program[] = [];
  /** The desk's data folder. */
  readonly data: string;
  private readonly visitors: Visitor[] = [];

  private constructor(
    readonly folder: string,
    private readonly mark: string,
    readonly env: NodeJS.ProcessEnv,
    readonly display: Display,
    readonly desktop: Desktop,
    private readonly inspectorPort: number,
    private readonly shim: string,
    private readonly chromium: Chromium,
  ) {
    this.data = join(folder, "data");
  }

  /** Starts the empty computer: no tray host, notification server or login manager is there yet. */
  static async start(shim: string, chromium: Chromium): Promise<Scenario> {
    // Paths of unix sockets are short: the folder lies directly below the temporary one.
    const folder = mkdtempSync(join(tmpdir(), "parley-"));
    const mark = randomBytes(8).toString("hex");
    const env = environment(folder, mark);
    const started: Program[] = [];
    const start: Start = (name, command, args, more) => {
      const program = new Program(name, command, args, { ...env, ...more });
      started.push(program);
      return program;
    };
    try {
      const [display, session, system, inspectorPort] = await Promise.all([
        Display.start(start, env),
        startBus("session", folder, start),
        startBus("system", folder, start),
        freePort(),
      ]);
      env.DISPLAY = display.name;
      env.DBUS_SESSION_BUS_ADDRESS = session;
      env.DBUS_SYSTEM_BUS_ADDRESS = system;
      const desktop = await Desktop.start(start);
      const scenario = new Scenario(folder, mark, env, display, desktop, inspectorPort, shim, chromium);
      scenario.programs.push(...started);
      return scenario;
    } catch (error) {
      await endAll(mark, started);
      rmSync(folder, { recursive: true, force: true });
      throw new Error(started.map((program) => program.log()).join("\n"), { cause: error });
    }
  }

  /** Starts any program on this computer. */
  readonly start: Start = (name, command, args, more) => {
    const program = new Program(name, command, args, { ...this.env, ...more });
    this.programs.push(program);
    return program;
  };

  /** Starts parley, parley-desk or parley-hub as built for people; a window can then be driven. */
  parley(name: "parley" | "parley-desk" | "parley-hub", ...args: string[]): Program {
    return this.start([name, ...args].join(" "), join(programs, name), args, {
      LD_PRELOAD: this.shim,
      WEBKIT_INSPECTOR_SERVER: `127.0.0.1:${this.inspectorPort}`,
    });
  }

  /** Starts a desk as if at another computer: this one's tray, notifications and lock are not its own. */
  deskElsewhere(...args: string[]): Program {
    return this.start(["parley-desk", ...args].join(" "), join(programs, "parley-desk"), args, elsewhere);
  }

  /** Runs one of the programs to its end and answers what it printed. Any other end than a good one is a failure. */
  async ask(name: "parley-desk" | "parley-hub", args: string[], input = ""): Promise<string> {
    const program = this.parley(name, ...args);
    program.write(input);
    program.closeInput();
    const { code, signal } = await program.ended();
    if (code !== 0)
      throw new Error(`${program.name} ended with ${signal ?? code}: ${program.stderr.join("\n")}`);
    return program.stdout.join("\n");
  }

  /** Speaks to the running desk from a terminal. */
  terminal(...args: string[]): Promise<string> {
    return this.ask("parley-desk", [...args, "--data", this.data]);
  }

  /** Waits until a terminal is told the status so: what is shown may be there before the hub's word that confirms it. */
  async says(sentence: RegExp): Promise<void> {
    await until(`the terminal says ${sentence}`, async () => sentence.test(await this.terminal("status")));
  }

  /** Starts a desk with its demo, and answers it with the address of the demo page once that is there. */
  async demoDesk(...args: string[]): Promise<{ desk: Program; page: string }> {
    const desk = this.parley("parley-desk", "--demo", "--data", this.data, ...args);
    const [line] = await desk.line(/^\{.*\}$/);
    return { desk, page: (JSON.parse(line) as { demo: string }).demo };
  }

  /** Takes hold of the open window, waiting for it. */
  window(): Promise<RealWindow> {
    return RealWindow.attach(this.inspectorPort, this.start);
  }

  /** A visitor on a page. Each has a browser profile of their own. */
  async visitor(address: string, options?: Parameters<typeof Visitor.arrive>[2]): Promise<Visitor> {
    const visitor = await Visitor.arrive(await this.chromium.browser(), address, options);
    this.visitors.push(visitor);
    return visitor;
  }

  /** A keychain, unlocked. Without it there is none. */
  async startKeychain(): Promise<void> {
    const daemon = this.start("keychain", "gnome-keyring-daemon", [
      "--foreground",
      "--unlock",
      "--components=secrets",
    ]);
    daemon.write("password\n");
    daemon.closeInput();
    await until("the keychain is there", () => this.desktop.owned("org.freedesktop.secrets"));
  }

  /** The addresses that programs have opened in the person's own browser, which is no visitor's. */
  opened(): string[] {
    const list = join(this.folder, "opened");
    return existsSync(list) ? readFileSync(list, "utf8").split("\n").filter(Boolean) : [];
  }

  /** The processes of a program, whoever started them. */
  processes(name: "parley" | "parley-desk"): number[] {
    return processes().filter((pid) => marked(pid, this.mark) && commandOf(pid) === name);
  }

  /** Everything the started programs wrote, for the reader of a failed test. */
  logs(): string {
    return [...this.programs, this.chromium].map((program) => program.log()).join("\n");
  }

  /** Ends everything, whoever started it, and removes the folder. */
  async end(): Promise<void> {
    await endAll(this.mark, this.programs);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
    await Promise.all(this.visitors.map((visitor) => visitor.leave())); // last: a browser that hangs keeps nothing else alive
  }
}

function environment(folder: string, mark: string): NodeJS.ProcessEnv {
  const sub = (name: string) => {
    const path = join(folder, name);
    mkdirSync(path, { mode: 0o700 });
    return path;
  };
  const bin = sub("bin");
  writeFileSync(join(bin, "xdg-open"), `#!/bin/sh\necho "$1" >>"${join(folder, "opened")}"\n`, {
    mode: 0o755,
  });
  return {
    PARLEY_SCENARIO: mark,
    PATH: `${bin}:${process.env.PATH}`,
    LANG: "C.UTF-8",
    LANGUAGE: "en",
    TZ: zone,
    HOME: sub("home"),
    XDG_CACHE_HOME: sub("cache"),
    XDG_CONFIG_HOME: sub("config"),
    XDG_DATA_HOME: sub("share"),
    XDG_RUNTIME_DIR: sub("run"),
    XDG_STATE_HOME: sub("state"),
    XDG_SESSION_ID: "1",
    XDG_SESSION_TYPE: "x11",
    GSETTINGS_BACKEND: "memory",
    NO_AT_BRIDGE: "1",
    PYTHONUNBUFFERED: "1",
  };
}

/**
 * Kills what carries this scenario's mark in its environment, however it was started, and what belongs to the
 * process groups of the started programs, some of which write over their environment.
 */
async function endAll(mark: string, started: Program[]): Promise<void> {
  const groups = new Set(started.map((program) => program.pid));
  await until("everything of the scenario has ended", () => {
    const alive = processes().filter((pid) => marked(pid, mark) || groups.has(groupOf(pid)));
    for (const pid of alive) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It ended by itself in between.
      }
    }
    return alive.length === 0;
  });
}

function processes(): number[] {
  return readdirSync("/proc").map(Number).filter(Number.isInteger);
}

function marked(pid: number, mark: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1").split("\0").includes(`PARLEY_SCENARIO=${mark}`);
  } catch {
    return false; // ended, or another user's
  }
}

/** The process group of a process, 0 of one that has ended. */
function groupOf(pid: number): number {
  try {
    // After the name, which may hold anything: state, parent, group.
    const [, fields = ""] = readFileSync(`/proc/${pid}/stat`, "latin1").split(/\) (?!.*\) )/);
    const [state, , group] = fields.split(" ");
    return state === "Z" ? 0 : Number(group);
  } catch {
    return 0;
  }
}

function commandOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return undefined; // it ended meanwhile
  }
}
