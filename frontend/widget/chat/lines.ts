import type { Entry, EntryKind, Targeted } from "../../shared/protocol.ts";
import { runs } from "../../shared/runs.ts";
import type { Unsent } from "../port.ts";

/** How far a message has come. */
export type Progress = "sent" | "sending" | "failed";

/** What the log shows of one entry, or of one message without a number yet. */
export interface Line {
  kind: EntryKind;
  /** Of the agent; empty for the visitor. */
  name: string;
  text: string;
  at: number;
  mine: boolean;
  progress: Progress;
  /** Of an entry. */
  seq?: number;
  /** What the talk calls a message without a number. */
  id?: string;
  /** Why it was refused. */
  refused?: string;
  /** Begins a run of one author's messages. */
  first: boolean;
  /** Ends a run, which has one line of name and time. */
  last: boolean;
}

/**
 * Arranges what the log shows, oldest first, with the targeted chat that the visitor is about to answer in the name of the site. Kinds of entries
 * that came after this program was made are left out.
 */
export function arrange(
  log: Entry[],
  unsent: Unsent[],
  nameOf: (name?: string) => string,
  asked?: Targeted,
  site = "",
): Line[] {
  const lines = [
    ...log.filter(isKnown).map((entry) => ofEntry(entry, nameOf(entry.name))),
    ...(asked ? [ofAsked(asked, nameOf(site))] : []),
    ...unsent.map(ofUnsent),
  ];
  return lines.map((line, index) => ({
    ...line,
    first: !continues(lines[index - 1], line),
    last: !continues(line, lines[index + 1]),
  }));
}

type Said = Omit<Line, "first" | "last">;

function isKnown({ kind }: Entry): boolean {
  return kind === "message" || kind === "targeted" || kind === "joined" || kind === "closed";
}

function ofEntry({ kind, from, text = "", at, seq }: Entry, author: string): Said {
  const mine = from === "visitor";
  const said = kind === "targeted" ? "message" : kind;
  return { kind: said, name: mine ? "" : author, text, at, mine, progress: "sent", seq };
}

/** What the site asks reads as it will once it is answered. */
function ofAsked({ text, at }: Targeted, name: string): Said {
  return { kind: "message", name, text, at, mine: false, progress: "sent" };
}

function ofUnsent({ id, text, at, refused }: Unsent): Said {
  return {
    kind: "message",
    name: "",
    text,
    at,
    mine: true,
    progress: refused ? "failed" : "sending",
    id,
    refused,
  };
}

/** What was refused has a line of its own. */
const continues = runs<Said>((a, b) => !a.refused && !b.refused && a.mine === b.mine && a.name === b.name);
