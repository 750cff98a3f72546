import type { Entry } from "../../shared/protocol.ts";

/**
 * Adds entries to a log without gaps. An entry that is there already is passed over. At a gap the rest is left out and true returned: it must
 * be fetched.
 */
export function fold(log: Entry[], news: Entry[]): boolean {
  return news.some((entry) => {
    const step = log.length ? entry.seq - lastOf(log) : 1;
    if (step === 1) log.push(entry);
    return step > 1;
  });
}

/** Returns the number of the newest entry, 0 without any. */
export function lastOf(log: Entry[]): number {
  return log.at(-1)?.seq ?? 0;
}
