import type { Hours } from "../../shared/local.ts";
import { cover, day, exception, mostDates, withDate } from "../availability/hours.ts";
import { wall, weekday } from "../availability/zone.ts";
import type { Time } from "./week.ts";

const minute = 60_000;

/** A time as the clock on the wall of a zone shows it: the date it begins on, and a slot. */
export function slotIn(time: Time, zone: string) {
  const [from, to] = [wall(time.from, zone), wall(time.to, zone)];
  const days = (Date.parse(to.date) - Date.parse(from.date)) / (day * minute);
  const length = Math.min(day, days * day + to.minutes - from.minutes);
  return { date: from.date, slot: { start: from.minutes, end: (from.minutes + length) % day } };
}

/**
 * Hours with a time added, on its date alone or in every week. A date that differs from the week gets it too: that is the time that was meant.
 * Hours that are the first are kept in the zone `here`. Undefined where there is no room for it.
 */
export function filled(hours: Hours, time: Time, everyWeek: boolean, here: string): Hours | undefined {
  const zone = hours.zone || here;
  const { date, slot } = slotIn(time, zone);
  const index = weekday(date);
  const usual = hours.week[index] ?? [];
  const own = exception(hours, date);
  let { week, dates } = hours;
  if (everyWeek) {
    const slots = cover(usual, slot);
    if (!slots) return undefined;
    week = week.with(index, slots);
  }
  if (!everyWeek || own) {
    const slots = cover(own?.slots ?? usual, slot);
    if (!slots || (!own && dates.length >= mostDates)) return undefined;
    dates = withDate(dates, date, slots);
  }
  return { ...hours, zone, week, dates };
}
