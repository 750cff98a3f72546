// The script of visitors who talk: the loader fetches it when one reaches for the launcher, or has written before.
import type {
  Entry,
  FromVisitor,
  SiteFace,
  ToVisitor,
  VisitorConversation,
  VisitorPage,
  VisitorWelcome,
} from "../../shared/protocol.ts";
import { here } from "../page.ts";
import type { Model, Wish } from "../port.ts";
import { fetchTarget } from "./fetch.ts";
import { createFrame } from "./frame.ts";
import { createKeep } from "./keep.ts";
import { fold, lastOf } from "./log.ts";
import { createOutbox } from "./outbox.ts";
import type { Target } from "./target.ts";

/** Sends a frame, or returns false without a link. */
export type Send = (frame: FromVisitor) => boolean;

/**
 * What the loader gives to a talk. It may be an older one, of a page that was open while the hub became a newer version: what is added here, and what
 * the loader asks of a talk, must be dispensable to the other.
 */
export interface Ground {
  /** The origin of the chat's page. */
  hub: string;
  site: string;
  /** Where the chat goes. */
  panel: HTMLElement;
  /** What the chat is called. */
  title: string;
  send: Send;
  /** Draws everything anew. */
  draw(): void;
  /** Opens the chat, or closes it. */
  toggle(): void;
  /** Gives the keyboard to the launcher. An older loader does not. */
  leave?(): void;
}

/** What the loader itself knows of what the chat shows. */
export type Outside = Omit<
  Model,
  "email" | "emailRefused" | "log" | "seen" | "missed" | "unsent" | "asked" | "card" | "group"
>;

/** What there is to say of a visitor besides the page. */
export type Visit = Omit<VisitorPage, "type" | "page">;

/** The visitor's side of the conversation. */
export type Talk = ReturnType<typeof createTalk>;

/** Takes over the visitor's token, the log, what is unsent, and the chat that shows them. */
export function createTalk({ hub, site, panel, title, send, draw, toggle, leave }: Ground) {
  let log: Entry[] = [];
  let seen = 0; // highest entry an agent has had on screen
  let missed = false; // nobody has answered in time
  let read = 0; // highest entry the visitor has had on screen, here or in another tab
  let token = ""; // whose log this is
  let group = ""; // whom the first message is for, of those the site asks to choose from
  let aims = false; // the site has targeted chats
  let target: Target | undefined;
  let attempts = 0; // to fetch it

  const keep = createKeep(site, adopt);
  const frame = createFrame(hub, site, panel, title, obey);
  const outbox = createOutbox(keep, send);
  // Until there is a target, which hears them itself, calls wait; each may be a reason to have one.
  const calls = window.Parley?.q ?? [];
  if (window.Parley)
    window.Parley.heard = (call) => {
      calls.push(call);
      aim();
    };

  function welcome({ visitor, conversation, entries }: VisitorWelcome): void {
    outbox.know(visitor?.email);
    // The hub sends only the newest entries where there are too many: the log then begins anew.
    if ((entries[0]?.seq ?? 0) > lastOf(log) + 1) log = [];
    take(entries);
    if (group && !visitor) send({ type: "choose", group });
    if (conversation) {
      learn(conversation);
      if (read > conversation.visitorSeen) send({ type: "read", seq: read });
    }
    frame.mend();
  }

  function take(entries: Entry[]): void {
    if (fold(log, entries)) send({ type: "fetch", after: lastOf(log) });
    for (const { clientId, kind } of entries) {
      if (clientId) outbox.settle(clientId);
      if (kind === "targeted") target?.forget();
    }
  }

  function learn(conversation: VisitorConversation): void {
    seen = conversation.seen;
    missed = !!conversation.missed;
    if (conversation.open) target?.forget();
    read = Math.max(read, conversation.visitorSeen);
  }

  /** Makes the stored token this page's. Says whether it is another than before. */
  function become(): boolean {
    const stored = keep.token();
    if (!stored || stored === token) return false;
    if (token) {
      log = []; // of another visitor
      read = 0;
      missed = false;
    }
    token = stored;
    return true;
  }

  /** Makes this connection that of the visitor whose token another page, or a Send, has stored. */
  function adopt(): void {
    if (become()) send({ type: "adopt", token, after: lastOf(log) });
    draw();
  }

  /** Sends what waits, for which a token is made if there is none. */
  async function deliver(): Promise<void> {
    draw();
    if (keep.unsent().length) {
      await keep.claim();
      adopt();
    }
    if (token) outbox.push();
  }

  /** Tells the hub what there is to say of the visitor, where it is wanted. */
  function report(): void {
    if (target && (aims || token)) send({ type: "page", page: here(), ...target.facts(aims) });
  }

  /** Reports, if there may be something to say. What that takes is fetched first. */
  async function aim(): Promise<void> {
    if (!target && (aims || calls.length)) {
      const fetched = await fetchTarget(attempts++).catch(() => {}); // it is fetched again with the next welcome, and what is said until then is kept
      if (!fetched) return;
      target ??= fetched.createTarget({
        site,
        calls,
        send,
        report,
        prepare: frame.prepare,
        draw,
      });
    }
    report();
  }

  /** Takes note of what the site wants to know. */
  function meet({ visit, groups }: SiteFace): void {
    if (!groups?.some(({ id }) => id === group)) group = "";
    aims = !!visit;
    aim();
  }

  function obey(wish: Wish): void {
    switch (wish.do) {
      case "send":
        outbox.write(wish.text, wish.email, target?.show(true).asked?.rule, log.length ? "" : group);
        break;
      case "email":
        outbox.write("", wish.email);
        break;
      case "choose":
        group = wish.group;
        send({ type: "choose", group });
        break;
      case "retry":
        outbox.retry(wish.id);
        break;
      case "remove":
        keep.drop(wish.id);
        break;
      case "read":
        if (wish.seq <= read) return;
        read = wish.seq;
        send({ type: "read", seq: read });
        break;
      case "shown":
        target?.reveal();
        break;
      case "dismiss":
        target?.dismiss();
        leave?.(); // the card goes away under the keyboard
        break;
      case "open":
      case "close":
        toggle();
    }
    deliver();
  }

  return {
    adopt,
    prepare: frame.prepare,
    focus: frame.focus,
    lose: outbox.reset,
    meet,

    /** The page became another. Returns what there is to say of the visitor there. */
    turn(): Visit | undefined {
      target?.turn();
      return target?.facts(aims);
    },

    /** Says in a hello whose connection it is, and how much of the log is here. */
    whose() {
      become();
      return { token, after: lastOf(log) };
    },

    /** Takes note of what the hub says, but for its signs of life. */
    hear(frame: ToVisitor): void {
      switch (frame.type) {
        case "welcome":
          meet(frame.site);
          welcome(frame);
          break;
        case "targeted":
          target?.ask(frame);
          break;
        case "entries":
          take(frame.entries);
          break;
        case "conversation":
          learn(frame);
          break;
        case "ack":
          // The entry may still be on its way: until then the message stays as it is.
          if ((frame.seq ?? 0) <= lastOf(log)) outbox.settle(frame.ref);
          break;
        case "error":
          outbox.fail(frame);
      }
      deliver();
    },

    /** Hands the chat what it shows, and returns how many messages of agents the visitor has not seen. */
    show(outside: Outside): number {
      const { seen: carded = false, ...asks } = target?.show(outside.open) ?? { card: false };
      panel.classList.toggle("card", carded && outside.face !== "hidden");
      frame.show({
        ...outside,
        ...asks,
        ...outbox.address(),
        log,
        seen,
        missed,
        group,
        unsent: keep.unsent(),
      });
      return log.filter(({ from, kind, seq }) => from === "agent" && kind === "message" && seq > read).length;
    },
  };
}
