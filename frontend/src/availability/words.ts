import type { Slot } from "../../shared/local.ts";
import { writeDaytime } from "../parts/daytime.ts";
import type { Span } from "./hours.ts";

const hour = 60;
const monday = Date.UTC(2026, 10, 23);
const oneDay = 24 * hour * 60_000;

/** A slot as 09:00–17:00. */
export const slotTimes = ({ start, end }: Slot) => `${writeDaytime(start)}–${writeDaytime(end, true)}`;

/** Slots as 09:00–12:30, 13:15–17:00. */
export const timesOf = (slots: readonly Slot[]) => slots.map(slotTimes).join(", ");

/** What is covered, written the same way. */
export const spanTimes = (spans: readonly Span[]) =>
  spans.map(({ from, to }) => `${writeDaytime(from)}–${writeDaytime(to)}`).join(", ");

/** The names of the weekdays, Monday first. */
export function weekdays(language: string): string[] {
  const name = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" });
  return Array.from({ length: 7 }, (_, index) => name.format(monday + index * oneDay));
}

/** A number of minutes as "31 hr 30 min". */
export function duration(minutes: number, language: string): string {
  const write = (value: number, unit: string) =>
    new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short" }).format(value);
  const [hours, rest] = [Math.floor(minutes / hour), minutes % hour];
  return [hours && write(hours, "hour"), rest && write(rest, "minute")].filter(Boolean).join(" ");
}
