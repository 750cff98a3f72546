import type { Millis } from "../../shared/local.ts";

const minute = 60_000;
const oneDay = 24 * 60 * minute;

/** What calendar and clock on the wall show. */
export interface Wall {
  /** As 2026-11-23. */
  date: string;
  /** Since midnight. */
  minutes: number;
}

/** The zone the page was started in. */
export const pageZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The zone of the computer's clock: the one the desk found, which follows a computer that travels. Of none, or of one not known here, the page's. */
export function computerZone(found: string): string {
  try {
    new Intl.DateTimeFormat("en", { timeZone: found });
    return found;
  } catch {
    return pageZone();
  }
}

/** Every zone to choose from, with one that stands although it is not among them. */
export function zones(chosen: string): string[] {
  return [...new Set([chosen, "UTC", ...Intl.supportedValuesOf("timeZone")])].sort();
}

/** What the clock in a zone shows at an instant. */
export function wall(at: Millis, zone: string): Wall {
  const parts = Object.fromEntries(
    clockOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return {
    date: `${parts.year}-${parts.month}-${parts.day}`,
    minutes: Number(parts.hour) * 60 + Number(parts.minute),
  };
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const clock = clocks.get(zone) ?? createClock(zone);
  clocks.set(zone, clock);
  return clock;
}

/** The hub may know a zone that this page does not: then the computer's own has to do. */
function createClock(zone: string): Intl.DateTimeFormat {
  const options: Intl.DateTimeFormatOptions = {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  };
  try {
    return new Intl.DateTimeFormat("en", { ...options, timeZone: zone });
  } catch {
    return new Intl.DateTimeFormat("en", options);
  }
}

/** The number of a date's weekday: Monday is 0. */
export const weekday = (date: string) => (new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7;

/** The date so many days later. */
export const daysAfter = (date: string, days: number) =>
  new Date(Date.parse(date) + days * oneDay).toISOString().slice(0, 10);

export const dayBefore = (date: string) => daysAfter(date, -1);

/** When the clock in a zone first shows a time of a date. A time that is left out, as clocks are set forward, comes as much later. */
export function instant({ date, minutes }: Wall, zone: string): Millis {
  const shown = (wall: Wall) => Date.parse(`${wall.date}T00:00Z`) + wall.minutes * minute;
  const wanted = shown({ date, minutes });
  /** The same, by how far the clock there is ahead at some instant. */
  const by = (at: Millis) => wanted - (shown(wall(at, zone)) - at);
  const before = by(wanted - oneDay);
  const after = by(wanted + oneDay);
  return [before, after].find((at) => shown(wall(at, zone)) === wanted) ?? before;
}
