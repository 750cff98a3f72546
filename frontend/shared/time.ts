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
  /** How long ago, short: "4 min", "2 hr", "3 days". Less than a minute counts as one. */
  ago(at: Millis, now: Millis): string;
  /** A number of seconds in words to be read aloud: "2 minutes 34 seconds". */
  long(seconds: number): string;
}

/** Makes the writer for one language, in the computer's time zone. */
export function times(language: string): Times {
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, options);
  const clock = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const long = format({ weekday: "long", day: "numeric", month: "long" });
  const withYear = format({ day: "numeric", month: "long", year: "numeric" });
  const unit = (name: string, unitDisplay: "short" | "long" = "short") =>
    new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay });
  const units = { minute: unit("minute"), hour: unit("hour"), day: unit("day") };
  const spoken = { minute: unit("minute", "long"), second: unit("second", "long") };
  return {
    clock: (at) => clock.format(at),
    moment: (at, now) => moment(at, language, now),
    date: (at, now) =>
      (new Date(at).getFullYear() === new Date(now).getFullYear() ? long : withYear).format(at),
    ago(at, now) {
      const passed = Math.max(0, now - at);
      if (passed < hour) return units.minute.format(Math.max(1, Math.floor(passed / minute)));
      if (passed < day) return units.hour.format(Math.floor(passed / hour));
      return units.day.format(Math.floor(passed / day));
    },
    long(seconds) {
      const minutes = Math.floor(seconds / 60);
      const rest = seconds % 60;
      const words = [
        minutes > 0 && spoken.minute.format(minutes),
        (rest > 0 || minutes === 0) && spoken.second.format(rest),
      ];
      return words.filter(Boolean).join(" ");
    },
  };
}

/** Writes an instant as 14:02, with the date before it unless it is today. */
export function moment(at: Millis, language: string, now: Millis = Date.now()): string {
  const date = sameDay(at, now) ? {} : ({ day: "numeric", month: "short" } as const);
  return new Date(at).toLocaleString(language, {
    ...date,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
}

/** Says whether two instants lie on one date of the computer's calendar. */
export function sameDay(a: Millis, b: Millis): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}
