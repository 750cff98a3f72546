import type { Conversation, Entry, Hours, Status } from "../../shared/local.ts";
import type { SignIn, TeamHub } from "./hub.ts";

/** What the hub answers about an agent's status. */
export interface Told {
  status: Status;
  cause: "new" | "choice" | "hours" | "idle" | "disconnected" | "api";
  since: number;
  timed?: { from: number; until: number; toHours?: boolean };
  next?: { at: number; status: Status; cause: string };
}

/** An agent without a desk, who acts for a program: everything goes over REST. */
export class Rest {
  private sent = 0;

  private constructor(
    private readonly address: string,
    private readonly token: string,
  ) {}

  /** Signs in, with a name by which the agent knows the program again. */
  static async signIn(hub: TeamHub, { email, password }: SignIn, name?: string): Promise<Rest> {
    const stranger = new Rest(hub.address, "");
    const { token } = await stranger.ask<{ token: string }>("POST", "/login", { email, password, name });
    return new Rest(hub.address, token);
  }

  status(): Promise<Told> {
    return this.ask("GET", "/me/status");
  }

  /** Chooses a status, for so many seconds or for good. */
  choose(status: Status, seconds = 0): Promise<Told> {
    return this.ask("PUT", "/me/status", { status, for: seconds });
  }

  /** Replaces the hours, and answers with what they make of the status. */
  async hours(hours: Hours): Promise<Told> {
    await this.ask("PUT", "/me/hours", hours);
    return this.status();
  }

  async conversations(): Promise<Conversation[]> {
    const { conversations } = await this.ask<{ conversations: Conversation[] }>("GET", "/conversations");
    return conversations;
  }

  async entries(conversation: string): Promise<Entry[]> {
    const { entries } = await this.ask<{ entries: Entry[] }>("GET", `/conversations/${conversation}/entries`);
    return entries;
  }

  say(conversation: string, text: string): Promise<void> {
    this.sent += 1;
    return this.ask("POST", `/conversations/${conversation}/messages`, {
      text,
      clientId: `rest-${this.sent}`,
    });
  }

  act(conversation: string, what: "join" | "take" | "leave" | "close"): Promise<void> {
    return this.ask("POST", `/conversations/${conversation}/${what}`);
  }

  add(conversation: string, agent: string): Promise<void> {
    return this.ask("POST", `/conversations/${conversation}/add`, { agent });
  }

  /** Gives a conversation to an agent or to a group. */
  assign(conversation: string, to: { agent: string } | { group: string }): Promise<void> {
    return this.ask("POST", `/conversations/${conversation}/assign`, to);
  }

  async ask<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${this.address}/api/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${this.token}`, "Content-Type": "application/json" },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }
}
