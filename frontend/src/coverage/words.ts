import type { Millis } from "../../shared/local.ts";
import { wall, weekday } from "../availability/zone.ts";
import { writeDaytime } from "../parts/daytime.ts";
import type { T } from "../texts.ts";
import { daysOfWeek, type Repeat, type Time } from "./week.ts";

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
  const and = new Intl.ListFormat(language);
  /** The days that a repeat begins on, Monday first. More than two in a row are told by the first and the last. */
  function daysOf(
    times: Repeat,
    name: (at: Millis) => string,
    range: (first: string, last: string) => string,
  ) {
    const names = new Map(times.map(({ from }) => [weekday(wall(from, timeZone).date), name(from)]));
    if (names.size === daysOfWeek)
      return [t(times.every(withinDay) ? "coverage.everyDay" : "coverage.everyNight")];
    return inRows([...names.keys()].sort()).flatMap((row) => {
      const words = row.map((day) => names.get(day) ?? "");
      return words.length > 2 ? range(words.at(0) ?? "", words.at(-1) ?? "") : words;
    });
  }
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
    /** What repeats as Mon–Thu, Sat 18:00–09:00. */
    shortRepeat(times: Repeat): string {
      const days = daysOf(times, short.format, (first, last) => `${first}–${last}`);
      return `${days.join(", ")} ${clocks(times[0]).join("–")}`;
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
    /** What repeats as Monday to Thursday and Saturday 18:00 to 09:00. */
    spokenRepeat(times: Repeat): string {
      const [from = "", to = ""] = clocks(times[0]);
      const days = daysOf(times, long.format, (first, last) => t("coverage.spoken.range", { first, last }));
      return t("coverage.spoken.day", { day: and.format(days), from, to });
    },
  };
}

/** Numbers in order, those together that follow each other. */
function inRows(numbers: readonly number[]): number[][] {
  const rows: number[][] = [];
  for (const number of numbers) {
    const row = rows.at(-1);
    if (row?.at(-1) === number - 1) row.push(number);
    else rows.push([number]);
  }
  return rows;
}

export type WeekWords = ReturnType<typeof weekWords>;
