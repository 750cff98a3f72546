import { createHash } from "node:crypto";
import { realpathSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { State } from "../../shared/local.ts";
import type { SignIn } from "./hub.ts";
import type { Scenario } from "./scenario.ts";
import { until } from "./until.ts";

interface Answer {
  id: number;
  result?: unknown;
  error?: { message: string };
}

/** A client of a desk's local API, as window and command line are: for what a desk without a window must do. */
export class DeskApi {
  private lastId = 0;
  private readonly waiting = new Map<number, (answer: Answer) => void>();

  private constructor(private readonly socket: Socket) {
    createInterface({ input: socket }).on("line", (line) => {
      const answer = JSON.parse(line) as Answer;
      this.waiting.get(answer.id)?.(answer);
      this.waiting.delete(answer.id);
    });
    socket.on("error", () => {}); // what ended the connection is told by "close"
    socket.on("close", () => {
      for (const [id, settle] of this.waiting) settle({ id, error: { message: "the desk has ended" } });
      this.waiting.clear();
    });
  }

  /** Connects to the desk of a data folder, waiting until it runs. */
  static async connect(scenario: Scenario, data = scenario.data): Promise<DeskApi> {
    const socket = await until("the desk listens", () => {
      const name = createHash("sha256").update(realpathSync(data)).digest("hex").slice(0, 16);
      return open(join(scenario.folder, "run", "parley", `${name}.sock`));
    });
    return new DeskApi(socket);
  }

  /** Connects to a desk that belongs to a team's hub, and signs in there. */
  static async enter(scenario: Scenario, data: string, hub: string, who: SignIn): Promise<DeskApi> {
    const desk = await DeskApi.connect(scenario, data);
    await desk.shows("the sign-in page", ({ stage }) => stage === "signin");
    await desk.call("desk.signIn", { hub, email: who.email, password: who.password });
    await desk.shows("the hub's word", ({ session }) => session?.view);
    return desk;
  }

  /** The same, and goes Online. */
  static async signIn(scenario: Scenario, data: string, hub: string, who: SignIn): Promise<DeskApi> {
    const desk = await DeskApi.enter(scenario, data, hub, who);
    await desk.call("status.set", { status: "online" });
    await desk.shows("Online", ({ session }) => session?.view?.status === "online");
    return desk;
  }

  async call<T = void>(method: string, params?: object): Promise<T> {
    this.lastId += 1;
    const id = this.lastId;
    const answered = new Promise<Answer>((settle) => this.waiting.set(id, settle));
    this.socket.write(`${JSON.stringify({ jsonrpc: "2.0", id, method, params })}\n`);
    const answer = await answered;
    if (answer.error) throw new Error(`${method}: ${answer.error.message}`);
    return answer.result as T;
  }

  state(): Promise<State> {
    return this.call<State>("state.after", { rev: 0 });
  }

  /** Waits for a state of which `probe` answers something truthy, and returns that. */
  shows<T>(what: string, probe: (state: State) => T, within?: number): Promise<NonNullable<T>> {
    return until(`the desk shows ${what}`, async () => probe(await this.state()), within);
  }
}

function open(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path, () => resolve(socket));
    socket.on("error", reject);
  });
}
