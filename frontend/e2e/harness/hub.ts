import { join } from "node:path";
import { startPostgres } from "./postgres.ts";
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
    private readonly place: Place,
    private program: Program,
    /** Where it listens. */
    readonly address: string,
    readonly site: string,
  ) {}

  static async start(scenario: Scenario, ...origins: string[]): Promise<TeamHub> {
    const place: Place = ["--data", join(scenario.folder, "hub")];
    const { program, address } = await serve(scenario, place, "127.0.0.1:0");
    const allowed = origins.length > 0 ? origins : [address];
    return new TeamHub(scenario, place, program, address, await addSite(scenario, place, allowed));
  }

  /** Two hubs that share a PostgreSQL, and nothing that tells them of each other at once. */
  static async two(scenario: Scenario): Promise<[TeamHub, TeamHub]> {
    const place: Place = ["--store", await startPostgres(scenario)];
    const one = await serve(scenario, place, "127.0.0.1:0");
    const two = await serve(scenario, place, "127.0.0.1:0");
    const site = await addSite(scenario, place, [one.address, two.address]);
    const hub = (is: typeof one) => new TeamHub(scenario, place, is.program, is.address, site);
    return [hub(one), hub(two)];
  }

  /** The folder of its database. */
  get data(): string {
    return this.place[1];
  }

  /** Ends the hub as kill -9 does. */
  async kill(): Promise<void> {
    this.program.signal("SIGKILL");
    await this.program.ended();
  }

  /** Starts it again where it was, on the data it had. */
  async restart(): Promise<void> {
    this.program = (await serve(this.scenario, this.place, new URL(this.address).host)).program;
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
    return addSite(this.scenario, this.place, [this.address]);
  }

  async addAgent({ name, email, password }: SignIn, site = this.site): Promise<void> {
    const args = ["agent", "add", ...this.place, "--site", site, "--name", name, "--email", email];
    await this.scenario.ask("parley-hub", args, `${password}\n`);
  }
}

/** Where a hub's database is, as its program is told. */
type Place = ["--data" | "--store", string];

async function serve(scenario: Scenario, place: Place, listen: string) {
  const program = scenario.parley("parley-hub", "serve", "--listen", listen, ...place, "--demo");
  const [line] = await program.line(/^\{.*\}$/);
  return { program, address: (JSON.parse(line) as { listening: string }).listening };
}

async function addSite(scenario: Scenario, place: Place, origins: string[]): Promise<string> {
  const allowed = origins.flatMap((origin) => ["--origin", origin]);
  const added = await scenario.ask("parley-hub", ["site", "add", ...place, "--name", "Bikes", ...allowed]);
  return (JSON.parse(added) as { site: string }).site;
}
