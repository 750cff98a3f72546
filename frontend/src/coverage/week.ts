import type { Band, Coverage, Millis, Mode } from "../../shared/local.ts";
import { day as minutesOfDay, type Span } from "../availability/hours.ts";
import { daysAfter, instant, wall, weekday } from "../availability/zone.ts";

/** A week of the computer's calendar and what of a plan lies in it. */
export const daysOfWeek = 7;
const minute = 60_000;

/** A part of time. */
export interface Time {
  from: Millis;
  to: Millis;
}

/** A part of time, and when it comes again at the same time of day. */
export type Repeat<T extends Time = Time> = readonly [T, ...T[]];

/** One date, from midnight to midnight: not always 24 hours. */
export interface Day extends Time {
  /** As 2026-11-23. */
  date: string;
  /** The zone it is a date in. */
  zone: string;
}

/** A part of a day in which visitors get the same. */
export interface Piece extends Time {
  mode: Mode;
  /** Everybody who is there for a while of it. */
  agents: string[];
}

/** The same time of day so many days later. */
export function later(at: Millis, days: number, zone: string): Millis {
  const { date, minutes } = wall(at, zone);
  return instant({ date: daysAfter(date, days), minutes }, zone);
}

/** The midnight that begins a date. */
const midnight = (date: string, zone: string): Millis => instant({ date, minutes: 0 }, zone);

/** The Monday an instant's week begins with, or that of a week so many weeks later. */
export function mondayOf(at: Millis, zone: string, weeks = 0): Millis {
  const { date } = wall(at, zone);
  return midnight(daysAfter(date, weeks * daysOfWeek - weekday(date)), zone);
}

/** The seven days of the week that begins with a Monday. */
export function daysOf(monday: Millis, zone: string): Day[] {
  const first = wall(monday, zone).date;
  return Array.from({ length: daysOfWeek }, (_, index) => {
    const date = daysAfter(first, index);
    return { date, zone, from: midnight(date, zone), to: midnight(daysAfter(date, 1), zone) };
  });
}

/** What to ask of the hub to see the gaps of a week whole: a day more at both ends. Its days have 24 hours each, those of a week may have more. */
export const spanAround = (monday: Millis, zone: string) => ({
  from: later(monday, -1, zone),
  days: daysOfWeek + 2,
});

export const isIn = (at: Millis, time: Time) => time.from <= at && at < time.to;

/** What two parts of time have in common, which may be nothing. */
const common = (a: Time, b: Time): Time => ({ from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) });

/** How much of a time lies within another, in minutes. */
export function minutesIn(time: Time, within: Time): number {
  const { from, to } = common(time, within);
  return Math.max(0, to - from) / minute;
}

/** The part of a day that a time takes by the clock on the wall. When the clock goes back an hour is there twice. */
export function spanIn(time: Time, day: Day): Span {
  const { from, to } = common(time, day);
  const shown = (at: Millis) => wall(at, day.zone).minutes;
  const begins = shown(from);
  return { from: begins, to: to === day.to ? minutesOfDay : Math.max(begins, shown(to)) };
}

/** What visitors get on a day, part by part. Those who relieve each other make no parts. */
export function piecesOf(bands: readonly Band[], day: Day): Piece[] {
  const pieces: Piece[] = [];
  for (const band of bands) {
    const { from, to } = common(band, day);
    if (from >= to) continue;
    const last = pieces.at(-1);
    if (last?.mode === band.mode) {
      last.to = to;
      last.agents = [...new Set([...last.agents, ...band.agents])];
    } else pieces.push({ from, to, mode: band.mode, agents: [...band.agents] });
  }
  return pieces;
}

/** The gaps that reach into a week. One that goes on beyond what was asked ends with the week. */
export function gapsOf(plan: Coverage, week: Time): Band[] {
  return plan.gaps
    .filter((gap) => gap.from < week.to && gap.to > week.from)
    .map((gap) => ({
      ...gap,
      from: gap.from === plan.from ? week.from : gap.from,
      to: gap.to === plan.to ? week.to : gap.to,
    }));
}

/**
 * Gaps of a week as a list tells them: what repeats by the clock on the wall is together. A gap of more than a day is by itself, since times of day
 * alone do not say when it ends. So is one that has begun before the week, unless its weekday repeats it: a list of weekdays would tell of this one.
 */
export function repeatsOf(gaps: readonly Band[], week: Time, zone: string): Repeat<Band>[] {
  function timeOf(gap: Band): string {
    const [from, to] = [wall(gap.from, zone).minutes, wall(gap.to, zone).minutes];
    return minutesIn(gap, gap) > minutesOfDay ? `${gap.from}` : `${from} ${to} ${gap.mode}`;
  }
  function comesAgain(gap: Band): boolean {
    const again = later(gap.from, daysOfWeek, zone);
    return gaps.some((other) => other.from === again && timeOf(other) === timeOf(gap));
  }
  const repeats = new Map<string, Repeat<Band>>();
  for (const gap of gaps) {
    const key = gap.from >= week.from || comesAgain(gap) ? timeOf(gap) : `${gap.from}`;
    const before = repeats.get(key);
    repeats.set(key, before ? [...before, gap] : [gap]);
  }
  return [...repeats.values()];
}
