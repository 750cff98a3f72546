import type { Millis } from "./local.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Writes instants the way Parley does: 14:02 for the time of day, no date for today. */
export interface Times {
  /** The time of day, as 14:02. */
  clock(at: Millis): string;
  /** The time of day, with the date before it unless it is today. */
  moment(at: Millis, now: Millis): string;
  /** The date alone, as "Monday 23 November"; with the year unless it is this one. */
  date(at: Millis, now: Millis): string;
  /** Says whether two instants lie on one date. */
  sameDay(a: Millis, b: Millis): boolean;
  /** How long ago, short: "4 min", "2 hr", "3 days". Less than a minute counts as one. */
  ago(at: Millis, now: Millis): string;
  /** A number of seconds in words to be read aloud: "2 minutes 34 seconds". */
  long(seconds: number): string;
}

const daytime = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
const shortDate = { day: "numeric", month: "short" } as const;

/** Makes the writer for one language and time zone. */
export function times(language: string, timeZone: string): Times {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { ...options, timeZone });
  const clock = format(daytime);
  const dated = format({ ...shortDate, ...daytime });
  const long = format({ weekday: "long", day: "numeric", month: "long" });
  const withYear = format({ day: "numeric", month: "long", year: "numeric" });
  const same = (comparable: Intl.DateTimeFormat) => (a: Millis, b: Millis) =>
    comparable.format(a) === comparable.format(b);
  const sameDay = same(format({ dateStyle: "short" }));
  const sameYear = same(format({ year: "numeric" }));
  const unit = (name: string, unitDisplay: "short" | "long" = "short") =>
    new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay });
  const units = { minute: unit("minute"), hour: unit("hour"), day: unit("day") };
  const spoken = {
    hour: unit("hour", "long"),
    minute: unit("minute", "long"),
    second: unit("second", "long"),
  };
  return {
    clock: (at) => clock.format(at),
    moment: (at, now) => (sameDay(at, now) ? clock : dated).format(at),
    date: (at, now) => (sameYear(at, now) ? long : withYear).format(at),
    sameDay,
    ago(at, now) {
      const passed = Math.max(0, now - at);
      if (passed < hour) return units.minute.format(Math.max(1, Math.floor(passed / minute)));
      if (passed < day) return units.hour.format(Math.floor(passed / hour));
      return units.day.format(Math.floor(passed / day));
    },
    long(seconds) {
      const hours = Math.floor(seconds / 3600);
      const minutes = Math.floor((seconds % 3600) / 60);
      const rest = seconds % 60;
      const words = [
        hours > 0 && spoken.hour.format(hours),
        minutes > 0 && spoken.minute.format(minutes),
        (rest > 0 || seconds === 0) && spoken.second.format(rest),
      ];
      return words.filter(Boolean).join(" ");
    },
  };
}

/** Writes an instant as 14:02, with the date before it unless it is today. In the zone of the browser. */
export function moment(at: Millis, language: string): string {
  const date = sameDay(at, Date.now()) ? {} : shortDate;
  return new Date(at).toLocaleString(language, { ...date, ...daytime });
}

/** Says whether two instants lie on one date of the browser's calendar. */
export function sameDay(a: Millis, b: Millis): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}
