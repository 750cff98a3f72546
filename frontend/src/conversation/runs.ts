import type { Entry } from "../../shared/local.ts";
import { sameDay } from "../../shared/time.ts";

const pause = 10 * 60_000; // milliseconds after which the same author starts a new run

/** Says whether b, the entry after a, continues what a's author was saying: the two share one line of name and time. */
export function continues(a: Entry | undefined, b: Entry | undefined): boolean {
  if (a?.kind !== "message" || b?.kind !== "message") return false;
  return a.from === b.from && a.author === b.author && b.at - a.at < pause && sameDay(a.at, b.at);
}
