import type { Hours, Slot } from "../../shared/local.ts";

const minute = 60_000;
const dayMinutes = 24 * 60;

/** How many hours that zone is ahead of UTC where it is ten in the morning now: -12 to 11. */
const ahead = ((10 - new Date().getUTCHours() + 36) % 24) - 12;

/**
 * The zone of a scenario's computer and of its hours, one where it is ten in the morning: what begins now ends on
 * the same date, and no scenario fails for having been run near midnight. Zones of this kind are named by the
 * way back to UTC.
 */
export const zone = `Etc/GMT${ahead > 0 ? "-" : "+"}${Math.abs(ahead)}`;

/** Hours in the scenario's zone with these slots on every day. */
export function daily(...slots: Slot[]): Hours {
  return { zone, week: Array.from({ length: 7 }, () => slots), dates: [] };
}

/** The minute of the day in the scenario's zone. */
export const minuteOf = (at: number) => Math.floor(at / minute + ahead * 60) % dayMinutes;
