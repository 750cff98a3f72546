import { join } from "node:path";
import type { Program } from "./program.ts";
import type { Scenario } from "./scenario.ts";

/** Somebody who can sign in to a team's hub. */
export interface SignIn {
  name: string;
  email: string;
  password: string;
}

/** A team's hub beside the desk, with one site. */
export class TeamHub {
  private constructor(
    private readonly scenario: Scenario,
    readonly data: string,
    private program: Program,
    /** Where it listens. */
    readonly address: string,
    readonly site: string,
  ) {}

  static async start(scenario: Scenario, ...origins: string[]): Promise<TeamHub> {
    const data = join(scenario.folder, "hub");
    const { program, address } = await serve(scenario, data, "127.0.0.1:0");
    const allowed = origins.length > 0 ? origins : [address];
    return new TeamHub(scenario, data, program, address, await addSite(scenario, data, allowed));
  }

  /** Ends the hub as kill -9 does. */
  async kill(): Promise<void> {
    this.program.signal("SIGKILL");
    await this.program.ended();
  }

  /** Starts it again where it was, on the data it had. */
  async restart(): Promise<void> {
    this.program = (await serve(this.scenario, this.data, new URL(this.address).host)).program;
  }

  /** The page with the widget. */
  get page(): string {
    return this.pageOf(this.site);
  }

  /** The page of any site, as who reaches the hub at another address sees it. */
  pageOf(site: string, address = this.address): string {
    return `${address}/demo/${site}`;
  }

  /** Adds one more site. */
  addSite(): Promise<string> {
    return addSite(this.scenario, this.data, [this.address]);
  }

  async addAgent({ name, email, password }: SignIn, site = this.site): Promise<void> {
    const args = ["agent", "add", "--data", this.data, "--site", site, "--name", name, "--email", email];
    await this.scenario.ask("parley-hub", args, `${password}\n`);
  }
}

async function serve(scenario: Scenario, data: string, listen: string) {
  const program = scenario.parley("parley-hub", "serve", "--listen", listen, "--data", data, "--demo");
  const [line] = await program.line(/^\{.*\}$/);
  return { program, address: (JSON.parse(line) as { listening: string }).listening };
}

async function addSite(scenario: Scenario, data: string, origins: string[]): Promise<string> {
  const allowed = origins.flatMap((origin) => ["--origin", origin]);
  const added = await scenario.ask("parley-hub", [
    "site",
    "add",
    "--data",
    data,
    "--name",
    "Bikes",
    ...allowed,
  ]);
  return (JSON.parse(added) as { site: string }).site;
}
