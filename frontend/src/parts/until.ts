import type { Millis } from "../../shared/local.ts";
import type { Times } from "../../shared/time.ts";
import type { T } from "../texts.ts";

/** Until when: other words before a date than before a time of day, as French has them. */
export const untilWords = (t: T, time: Times, at: Millis, now: Millis) =>
  t(`until.${dated(time, at, now)}`, { at: time.moment(at, now) });

/** What a moment is written as. */
export const dated = (time: Times, at: Millis, now: Millis) => (time.sameDay(at, now) ? "clock" : "date");
