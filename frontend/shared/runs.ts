import type { Millis } from "./local.ts";
import { sameDay as sameHere } from "./time.ts";

const pause = 10 * 60_000; // milliseconds after which the same author starts a new run

/**
 * Makes the function that says whether b, which comes after a, continues what a's author was saying: the two share one line of name and
 * time. Where one day ends and the next begins is the browser's word, unless `sameDay` has another.
 */
export function runs<S extends { kind: string; at: Millis }>(sameAuthor: (a: S, b: S) => boolean) {
  return (a?: S, b?: S, sameDay = sameHere): boolean =>
    a?.kind === "message" &&
    b?.kind === "message" &&
    b.at - a.at < pause &&
    sameDay(a.at, b.at) &&
    sameAuthor(a, b);
}
