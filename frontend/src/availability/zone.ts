import type { Millis } from "../../shared/local.ts";

const oneDay = 24 * 60 * 60 * 1000;

/** What calendar and clock on the wall show. */
export interface Wall {
  /** As 2026-11-23. */
  date: string;
  /** Since midnight. */
  minutes: number;
}

export const systemZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

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

export const dayBefore = (date: string) => new Date(Date.parse(date) - oneDay).toISOString().slice(0, 10);

/** An instant on a date of the computer's calendar, for writing the date. */
export const noon = (date: string): Millis => new Date(`${date}T12:00`).getTime();
