import type { Millis, StatusParams, Timed } from "../../shared/local.ts";
import { daysAfter, instant, wall } from "../availability/zone.ts";

const minute = 60_000;
const hour = 60 * minute;

/** How long a choice runs: it holds, for a while, until the agent's next hours, or until a time of day. */
export type Length = "holds" | "half" | "hour" | "toHours" | "until";

/** What a length adds to a choice. Of "until" it is the time that counts: see `until`. */
export const lengths: Record<Exclude<Length, "until">, Omit<StatusParams, "status">> = {
  holds: {},
  half: { for: 30 * minute },
  hour: { for: hour },
  toHours: { toHours: true },
};

/** Which length a timed choice was made with; without one the choice holds. */
export function lengthOf(timed: Timed | undefined): Length {
  if (!timed) return "holds";
  if (timed.toHours) return "toHours";
  const runs = timed.until - timed.from;
  if (runs === lengths.half.for) return "half";
  return runs === lengths.hour.for ? "hour" : "until";
}

/** When the clock in a zone shows a time of day next. */
export function next(minutes: number, now: Millis, zone: string): Millis {
  const { date } = wall(now, zone);
  const today = instant({ date, minutes }, zone);
  return today > now ? today : instant({ date: daysAfter(date, 1), minutes }, zone);
}
