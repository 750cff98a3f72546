import type { Millis, StatusChange, StatusView, Timed } from "../../shared/local.ts";
import type { Times } from "../../shared/time.ts";
import { untilWords } from "../parts/until.ts";
import type { T } from "../texts.ts";

const second = 1000;
const minute = 60 * second;
const longest = 120 * minute; // that a choice is told by its length

/** Why a status is what it is: of the agent at the window, or of somebody else. */
export function causeOf(t: T, { cause, by }: Pick<StatusChange, "cause" | "by">, own: boolean): string {
  if (cause === "choice" && by) return t("cause.chosenBy", { name: by.name });
  if (!own && cause === "choice") return t("cause.itsChoice");
  if (!own && cause === "hours") return t("cause.itsHours");
  return t(`cause.${cause}`);
}

/** Why, and for how long: after how much idle time, or while which timed choice runs. */
function wholeCause(t: T, time: Times, now: Millis, view: StatusView, own: boolean): string {
  if (view.cause === "idle" && view.idleAfter)
    return t("team.idleFor", { duration: time.long(view.idleAfter) });
  const cause = causeOf(t, view, own);
  return view.cause === "choice" && view.timed ? timedCause(t, time, now, cause, view.timed) : cause;
}

/** A short choice is told by its length, another one by its end. */
function timedCause(t: T, time: Times, now: Millis, cause: string, { from, until, toHours }: Timed): string {
  const runs = until - from;
  if (toHours) return t("team.causeToHours", { cause });
  if (runs <= longest && runs % minute === 0)
    return t("team.causeFor", { cause, duration: time.long(runs / second) });
  return t("team.causeUntil", { cause, until: untilWords(t, time, until, now) });
}

/** The sentence of a status: that of the agent at the window, or of somebody else. */
export function sentenceOf(t: T, time: Times, now: Millis, view: StatusView, own: boolean): string {
  const status = t(`status.${view.status}`);
  if (!view.since) return t("team.never", { status });
  const words = { status, at: time.moment(view.since, now), cause: wholeCause(t, time, now, view, own) };
  return view.next
    ? t("team.sinceNext", { ...words, next: time.moment(view.next.at, now) })
    : t("team.since", words);
}
