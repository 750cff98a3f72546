import type { Millis } from "../../shared/local.ts";
import { wall } from "../availability/zone.ts";
import { writeDaytime } from "../parts/daytime.ts";
import type { T } from "../texts.ts";
import type { Time } from "./week.ts";

/** Makes the writer of times of a week in one language and time zone. */
export function weekWords(t: T, language: string, timeZone: string) {
  const minutesAt = (at: Millis) => wall(at, timeZone).minutes;
  /** Both ends by the clock there. The midnight that ends a day is 24:00 of that day. */
  const clocks = ({ from, to }: Time) => [writeDaytime(minutesAt(from)), writeDaytime(minutesAt(to), true)];
  /** Says whether a time is over by the midnight after its beginning. */
  const withinDay = ({ from, to }: Time) => wall(from, timeZone).date === wall(to - 1, timeZone).date;
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { ...options, timeZone });
  const long = format({ weekday: "long" });
  const short = format({ weekday: "short" });
  const dayAndMonth = format({ day: "numeric", month: "short" });
  const date = format({ weekday: "long", day: "numeric", month: "long" });
  const week = format({ day: "numeric", month: "long" });
  return {
    weekday: (at: Millis) => long.format(at),
    /** As 24 Nov. */
    date: (at: Millis) => dayAndMonth.format(at),
    /** As 23–29 November. */
    week: ({ from, to }: Time) => week.formatRange(from, to - 1),
    /** As Tue 12:30–13:15. */
    short(time: Time): string {
      const [from, to] = clocks(time);
      return withinDay(time)
        ? `${short.format(time.from)} ${from}–${to}`
        : `${short.format(time.from)} ${from} – ${short.format(time.to - 1)} ${to}`;
    },
    /** As Tuesday, 24 November, 12:30–13:15. */
    whole(time: Time): string {
      const [from, to] = clocks(time);
      return withinDay(time)
        ? `${date.format(time.from)}, ${from}–${to}`
        : `${date.format(time.from)}, ${from} – ${long.format(time.to - 1)}, ${to}`;
    },
    /** The same to be read aloud: Tuesday 12:30 to 13:15. */
    spoken(time: Time): string {
      const [from = "", to = ""] = clocks(time);
      const day = long.format(time.from);
      return withinDay(time)
        ? t("coverage.spoken.day", { day, from, to })
        : t("coverage.spoken.days", { day, from, to, last: long.format(time.to - 1) });
    },
  };
}

export type WeekWords = ReturnType<typeof weekWords>;
