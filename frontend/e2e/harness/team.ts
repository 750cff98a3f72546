import { expect } from "@playwright/test";
import type { Item, SiteInForce, Status } from "../../shared/local.ts";
import type { Agent, StatusName } from "./agent.ts";
import { atWindow, person } from "./colleague.ts";
import type { DeskApi } from "./deskapi.ts";
import { TeamHub } from "./hub.ts";
import { Rest } from "./rest.ts";
import type { Scenario } from "./scenario.ts";
import { until } from "./until.ts";
import type { Tab } from "./visitor.ts";

/** One who sits at a computer of their own: the window, the desk behind it, and what the computer shows. */
export interface Person {
  id: string;
  agent: Agent;
  desk: DeskApi;
  computer: Scenario;
}

/**
 * A team as it works: Ada and Bo at the windows of two computers, Cem over REST alone, and their site's visitors with
 * four tabs, two of which are of one browser. Ada and Bo begin Online; whoever has no computer is Offline.
 */
export class Team {
  private constructor(
    readonly hub: TeamHub,
    readonly ada: Person,
    readonly bo: Person,
    readonly cem: Rest,
    readonly cemId: string,
    readonly tabs: { ruth: Tab; sami: Tab; tess: Tab; tessToo: Tab },
  ) {}

  static async gather(here: Scenario, there: Scenario): Promise<Team> {
    await Promise.all(
      [here, there].flatMap(({ desktop: { tray, notifications, login } }) =>
        [tray, notifications, login].map((part) => part.appear()),
      ),
    );
    const hub = await TeamHub.start(here);
    for (const name of ["Ada", "Bo", "Cem"]) await hub.addAgent(person(name)); // the first is the owner
    const [ada, bo, cem] = await Promise.all([
      at(here, hub, "Ada"),
      at(there, hub, "Bo"),
      Rest.signIn(hub, person("Cem")),
    ]);
    const cemId = await ada.desk.shows("Cem among the colleagues", ({ session }) => {
      return session?.agents.find(({ name }) => name === "Cem")?.id;
    });
    const [ruth, sami, tess] = await Promise.all([
      here.visitor(hub.page),
      here.visitor(hub.page),
      here.visitor(hub.page),
    ]);
    const tessToo = await tess.openTab(`${hub.page}/basket`);
    const tabs = { ruth: ruth.tab, sami: sami.tab, tess: tess.tab, tessToo };
    return new Team(hub, ada, bo, cem, cemId, tabs);
  }

  /** Every tab of every visitor. */
  get all(): Tab[] {
    return Object.values(this.tabs);
  }

  /** Changes settings of the site, as the owner's window does. */
  async set(change: Partial<SiteInForce>): Promise<void> {
    const site = await this.asked<SiteInForce>("GET", "/site/settings");
    const { colours: _, ...settings } = { ...site, ...change };
    await this.asked("PUT", "/site/settings", settings);
  }

  /** The conversation whose newest message says this, as the hub told somebody's desk. */
  conversation(who: Person, text: string): Promise<Item> {
    return this.stands(who, text, () => true);
  }

  /** Waits until somebody's desk shows the conversation whose newest message says this in such a way. */
  stands(who: Person, text: string, how: (item: Item) => boolean, within?: number): Promise<Item> {
    return who.desk.shows(
      `"${text}" like that`,
      ({ session }) => session?.conversations.find((item) => item.last?.text === text && how(item)),
      within,
    );
  }

  /** Makes a group of agents. */
  async group(name: string, everyoneElse: boolean, ...agents: string[]): Promise<string> {
    const { id } = await this.asked<{ id: string }>("POST", "/site/groups", { name, agents, everyoneElse });
    return id;
  }

  /** Has the owner's window ask something of the hub. */
  asked<T>(method: string, path: string, body?: object): Promise<T> {
    return this.ada.desk.call<T>("hub.ask", { method, path, body });
  }
}

async function at(computer: Scenario, hub: TeamHub, name: string): Promise<Person> {
  const { agent, desk } = await atWindow(computer, hub, person(name));
  await desk.call("desk.policy", { idleAfter: 0, onReturn: "ask" }); // who is watched by a test touches nothing
  const id = (await desk.state()).session?.agent.id ?? "";
  return { id, agent, desk, computer };
}

/** Switches by the desk's door, and waits until the hub has said that it is so. */
export async function turn(who: Person, status: StatusName): Promise<void> {
  const wanted = status.toLowerCase() as Status;
  await who.desk.call("status.set", { status: wanted });
  await who.desk.shows(status, ({ session }) => session?.view?.status === wanted && !session.pending);
}

/** Waits until the widget of each of these tabs shows this. */
export function show(availability: "live" | "messenger" | "hidden", ...tabs: Tab[]): Promise<unknown> {
  return Promise.all(
    tabs.map((tab) => expect(tab.widget).toHaveAttribute("data-availability", availability)),
  );
}

/** The bodies of the toasts that somebody's computer has shown since one of them was counted. */
export function toasts({ computer }: Person, since = 0): string[] {
  return computer.desktop.toasts.slice(since).map(({ summary, body }) => `${summary}: ${body}`);
}

/** Waits for a toast on somebody's computer. */
export function toasted({ computer }: Person, text: RegExp, within?: number) {
  return computer.desktop.notifications.toast(text, within);
}

/** Waits until no toast of this text is on somebody's screen. */
export function untoasted({ computer }: Person, text: RegExp): Promise<unknown> {
  return until(
    `no toast ${text} is on the screen`,
    () => ![...computer.desktop.shown.values()].some((t) => text.test(t.summary) || text.test(t.body)),
  );
}
