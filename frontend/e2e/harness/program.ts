import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { until } from "./until.ts";

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** Starts a program on the computer of a scenario; `env` adds to or replaces what every program there gets. */
export type Start = (name: string, command: string, args: string[], env?: NodeJS.ProcessEnv) => Program;

/** A started program: its output as lines, its end, and how to end it. */
export class Program {
  readonly stdout: string[] = [];
  readonly stderr: string[] = [];
  exit: Exit | undefined;
  private readonly child: ChildProcess;

  constructor(
    readonly name: string,
    command: string,
    args: string[],
    env: NodeJS.ProcessEnv,
  ) {
    // Should the test runner itself be killed, the kernel ends what it started.
    this.child = spawn("setpriv", ["--pdeathsig", "KILL", command, ...args], {
      env,
      cwd: env.HOME,
      detached: true,
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.child.on("exit", (code, signal) => {
      this.exit = { code, signal };
    });
    this.child.on("error", (error) => this.stderr.push(String(error)));
    this.child.stdin?.on("error", (error) => this.stderr.push(String(error)));
    this.collect(this.child.stdout, this.stdout);
    this.collect(this.child.stderr, this.stderr);
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error(`${this.name} did not start`);
    return this.child.pid;
  }

  get running(): boolean {
    return this.exit === undefined;
  }

  write(text: string): void {
    this.child.stdin?.write(text);
  }

  closeInput(): void {
    this.child.stdin?.end();
  }

  /** Calls back with every further line of stdout. */
  onLine(listener: (line: string) => void): void {
    if (this.child.stdout) createInterface({ input: this.child.stdout }).on("line", listener);
  }

  /** Waits for a line of stdout or stderr; answers the match. A program that ended instead is a failure. */
  line(pattern: RegExp, within?: number): Promise<RegExpMatchArray> {
    return until(
      `${this.name} says ${pattern}`,
      () => {
        for (const line of [...this.stdout, ...this.stderr]) {
          const match = line.match(pattern);
          if (match) return match;
        }
        return undefined;
      },
      within,
    );
  }

  ended(within?: number): Promise<Exit> {
    return until(`${this.name} ends`, () => this.exit, within);
  }

  /** Sends a signal to the program alone. */
  signal(signal: NodeJS.Signals): void {
    if (this.running) process.kill(this.pid, signal);
  }

  /** Ends the program politely, then by force. */
  async stop(): Promise<void> {
    this.signal("SIGTERM");
    try {
      await this.ended(3000);
    } catch {
      this.signal("SIGKILL");
      await this.ended();
    }
  }

  log(): string {
    const end = this.exit ? `ended: ${this.exit.signal ?? this.exit.code}` : "running";
    const lines = [...this.stdout, ...this.stderr].map((line) => line.slice(0, 500));
    return [`--- ${this.name} (${end})`, ...lines].join("\n");
  }

  private collect(stream: NodeJS.ReadableStream | null, lines: string[]): void {
    if (stream) createInterface({ input: stream }).on("line", (line) => lines.push(line));
  }
}
