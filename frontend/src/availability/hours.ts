import type { DateHours, Hours, Slot } from "../../shared/local.ts";
import { dayBefore, weekday } from "./zone.ts";

/** Editing an agent's hours. Everything returns new hours; minutes count from the midnight a slot's day begins with. */
export const day = 24 * 60;
export const step = 15;
export const mostDates = 200;
const mostSlots = 8;
const hour = 60;
const daysOfWeek = 7;
const office: Slot = { start: 9 * hour, end: 17 * hour };

/** What of a slot is moved. */
export type Part = "whole" | "start" | "end";

/** A covered part of one day; `to` may be the midnight that ends it. */
export interface Span {
  from: number;
  to: number;
}

/** A part of a day as a place on its bar. */
export const place = ({ from, to }: Span) => ({
  left: `${(from / day) * 100}%`,
  width: `${((to - from) / day) * 100}%`,
});

/** When a slot ends, counted on beyond midnight. */
export const endOf = ({ start, end }: Slot) => (end > start ? end : end + day);

/** Says whether a slot goes on after midnight. */
export const overnight = (slot: Slot) => endOf(slot) > day;

export const same = (a: Slot, b: Slot) => a.start === b.start && a.end === b.end;

/** Says whether an agent has no hours. */
export const none = (hours: Hours) =>
  hours.dates.length === 0 && hours.week.every((slots) => slots.length === 0);

/** The hours one begins with: Monday to Friday, 9 to 17. */
export function officeHours(zone: string): Hours {
  const week = Array.from({ length: daysOfWeek }, (_, index) => (index < 5 ? [office] : []));
  return { zone, week, dates: [] };
}

/** The slots of a day with one of them replaced. Undefined if it overlaps another. */
export function replace(slots: readonly Slot[], index: number, slot: Slot): Slot[] | undefined {
  const next = slots.with(index, slot).sort((a, b) => a.start - b.start);
  const overlaps = next.some((slot, at) => endOf(slot) > (next[at + 1]?.start ?? Number.POSITIVE_INFINITY));
  return overlaps ? undefined : next;
}

export const remove = (slots: readonly Slot[], index: number): Slot[] => slots.toSpliced(index, 1);

/** The slots of a day with one more that may overlap or touch them: what does is one with it. Undefined if a day cannot have that. */
export function cover(slots: readonly Slot[], slot: Slot): Slot[] | undefined {
  const joins = (other: Slot) => other.start <= endOf(slot) && endOf(other) >= slot.start;
  const joined = [slot, ...slots.filter(joins)];
  const start = Math.min(...joined.map((each) => each.start));
  const end = Math.max(...joined.map(endOf));
  const next = [...slots.filter((other) => !joins(other)), { start, end: end % day }];
  if (end - start > day || next.length > mostSlots) return undefined;
  return next.sort((a, b) => a.start - b.start);
}

const room = (span: Span) => span.to - span.from;

/** The slots of a day and one more, where there is room for it. Undefined if there is none. */
export function add(slots: readonly Slot[]): Slot[] | undefined {
  if (slots.length === 0) return [office];
  if (slots.length === mostSlots) return undefined;
  const ends = [...slots.map((slot) => slot.start), day];
  const gaps = [0, ...slots.map(endOf)]
    .map((from, index) => ({ from, to: ends[index] ?? day, after: index > 0 }))
    .filter((gap) => room(gap) >= step);
  // The evening rather than the night.
  const longest = gaps.filter((gap) => gap.after).sort((a, b) => room(b) - room(a))[0];
  const gap = longest ?? gaps[0];
  if (!gap) return undefined;
  const start = room(gap) > 2 * hour ? gap.from + hour : gap.from;
  const end = Math.min(start + 2 * hour, gap.to) % day;
  return [...slots, { start, end }].sort((a, b) => a.start - b.start);
}

/** The slots of a day with one moved or resized by so many minutes, as far as its neighbours leave room. */
export function shift(slots: readonly Slot[], index: number, part: Part, by: number): Slot[] {
  const slot = slots[index];
  if (!slot) return [...slots];
  const before = slots[index - 1];
  const [start, end] = [slot.start, endOf(slot)];
  const earliest = before ? endOf(before) : 0;
  const latest = slots[index + 1]?.start ?? Number.POSITIVE_INFINITY;
  const lastStart = day - step;
  const moved = {
    whole() {
      const shifted = within(by, earliest - start, Math.min(latest - end, lastStart - start), 0);
      return [start + shifted, end + shifted] as const;
    },
    start: () =>
      [
        within(start + by, Math.max(earliest, end - day), Math.min(end - step, lastStart), start),
        end,
      ] as const,
    end: () => [start, within(end + by, start + step, Math.min(latest, start + day), end)] as const,
  }[part]();
  return slots.with(index, { start: moved[0], end: moved[1] % day });
}

/** A value kept between two bounds, or `otherwise` where there is nothing between them. */
function within(value: number, low: number, high: number, otherwise: number): number {
  return low > high ? otherwise : Math.min(high, Math.max(low, value));
}

/** What of a day is covered: its own slots, and what goes on from those of the day before. Slots that touch are one. */
export function spans(slots: readonly Slot[], before: readonly Slot[]): Span[] {
  const all = [
    ...before.filter(overnight).map((slot) => ({ from: 0, to: endOf(slot) - day })),
    ...slots.map((slot) => ({ from: slot.start, to: Math.min(endOf(slot), day) })),
  ].sort((a, b) => a.from - b.from);
  const merged: Span[] = [];
  for (const span of all) {
    const last = merged.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else merged.push(span);
  }
  return merged;
}

/** The slots of the day before, in a week that begins again. */
export const slotsBefore = (week: Hours["week"], index: number) =>
  week[(index + daysOfWeek - 1) % daysOfWeek] ?? [];

/** How many minutes of a week are covered. */
export function minutesOf(week: Hours["week"]): number {
  const covered = week.flatMap((slots, index) => spans(slots, slotsBefore(week, index)));
  return covered.reduce((sum, span) => sum + span.to - span.from, 0);
}

/** A week with the slots of one day copied to others. */
export function copyDay(week: Hours["week"], from: number, to: readonly number[]): Hours["week"] {
  const slots = week[from] ?? [];
  return week.map((own, index) => (to.includes(index) ? [...slots] : own));
}

/** The slots that count on a date. */
export function slotsOn(hours: Hours, date: string): readonly Slot[] {
  return exception(hours, date)?.slots ?? hours.week[weekday(date)] ?? [];
}

/** What of a date is covered. */
export const spansOn = (hours: Hours, date: string) =>
  spans(slotsOn(hours, date), slotsOn(hours, dayBefore(date)));

/** What a date has instead of its weekday's slots. */
export const exception = (hours: Hours, date: string): DateHours | undefined =>
  hours.dates.find((other) => other.date === date);

export const isDayOff = (hours: Hours, date: string) => exception(hours, date)?.slots.length === 0;

/** The dates that differ, with these slots on one. */
export function withDate(dates: readonly DateHours[], date: string, slots: Slot[]): DateHours[] {
  return [...withoutDate(dates, date), { date, slots }].sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** The dates that differ, without one: its weekday counts again. */
export const withoutDate = (dates: readonly DateHours[], date: string): DateHours[] =>
  dates.filter((other) => other.date !== date);
