import type { Conversation, Entry, Hours, Item, Session, State } from "../../shared/local.ts";

/** Monday 23 November 2026, 14:26 where the tests run. */
export const now = new Date(2026, 10, 23, 14, 26).getTime();

const minute = 60_000;

/** The instant so many minutes before now. */
export const ago = (minutes: number) => now - minutes * minute;

export const me = { id: "agentAna0123456789", name: "Ana Berger", role: "owner", status: "online" } as const;
export const colleague = {
  id: "agentJonas01234567",
  name: "Jonas Weber",
  role: "agent",
  status: "offline",
} as const;

/** A message of the visitor, unless `from` says otherwise. */
export function message(seq: number, text: string, more: Partial<Entry> = {}): Entry {
  const at = ago(20 - seq);
  return { seq, id: `entry${seq}`, kind: "message", from: "visitor", author: "visitor", text, at, ...more };
}

/** A conversation of the list: needs an answer, nobody has joined. */
export function item(id: string, more: Partial<Item> = {}): Item {
  return {
    id,
    open: true,
    openedAt: ago(30),
    visitor: { id: `visitor-${id}`, email: `${id}@post.example`, here: true, since: ago(30) },
    members: [],
    seq: 1,
    last: message(1, `Line of ${id}`),
    state: "waiting",
    waitingSince: ago(5),
    seen: 0,
    visitorSeen: 0,
    group: "needs",
    unread: true,
    draft: false,
    unsent: false,
    ...more,
  };
}

/** The membership of an agent who has replied. */
export const member = (agent: { id: string }) => ({ id: agent.id, replied: true });

/** Minutes since midnight. */
const clock = (hour: number, minute = 0) => hour * 60 + minute;

/** Monday 9 to 12:30 and 13:15 to 17, Thursday night into Friday, Christmas Eve off. */
export const hours: Hours = {
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  week: [
    [
      { start: clock(9), end: clock(12, 30) },
      { start: clock(13, 15), end: clock(17) },
    ],
    [],
    [],
    [{ start: clock(18), end: clock(2) }],
    [],
    [],
    [],
  ],
  dates: [{ date: "2026-12-24", slots: [] }],
};

/** A session that is linked, Online, and shows nothing. */
export function session(more: Partial<Session> = {}): Session {
  return {
    link: { phase: "linked", since: ago(60) },
    agent: { id: me.id, name: me.name, email: "ana@shop.example", role: me.role },
    site: {
      id: "siteLq7fP2mZx9KdR",
      name: "Lindqvist Bikes",
      widget: "http://127.0.0.1:7340",
      demo: "http://127.0.0.1:7340/demo/siteLq7fP2mZx9KdR",
      steps: { t1: 60, t2: 120, t3: 180 },
    },
    view: { status: "online", cause: "choice", since: ago(71), base: "online", asks: false },
    policy: { idleAfter: 900, onReturn: "ask" },
    hours: { zone: "", week: [[], [], [], [], [], [], []], dates: [] },
    reserve: false,
    skew: 0,
    siteRev: 1,
    agents: [me, colleague],
    groups: [],
    conversations: [],
    focus: null,
    unread: 0,
    notice: null,
    ...more,
  };
}

/** A session that shows one conversation with the given entries. */
export function reading(entries: Entry[], more: Partial<Conversation> = {}): Session {
  const shown = item("sophie", { seq: entries.length, ...more });
  return session({
    conversations: [shown],
    focus: { conversation: shown, entries, earlier: false, outbox: [], draft: "" },
  });
}

/** A desk with the built-in hub, at work. */
export function state(more: Partial<State> = {}): State {
  return {
    rev: 1,
    stage: "inbox",
    session: session(),
    proposed: { name: "Ana Berger", site: "My website", hub: "", email: "" },
    sentence: { head: "Online since 13:15", why: "by you." },
    settings: { startAtLogin: false, keepRunning: false, language: "" },
    system: {
      builtin: true,
      trayHost: true,
      idle: "x11",
      keychain: true,
      language: "en",
      zone: "",
      version: "1",
    },
    steps: { hidden: true, tried: false, copied: false },
    raise: 0,
    ...more,
  };
}
