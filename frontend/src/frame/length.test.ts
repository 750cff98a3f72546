import { expect, test } from "vitest";
import { pageZone } from "../availability/zone.ts";
import { now } from "../testing/state.ts";
import { lengthOf, next } from "./length.ts";

const minute = 60_000;

test.each([
  ["no timed choice", undefined, "holds"],
  ["30 minutes", { from: now, until: now + 30 * minute }, "half"],
  ["60 minutes", { from: now, until: now + 60 * minute }, "hour"],
  ["any other time", { from: now, until: now + 31 * minute }, "until"],
  ["the next hours, whenever they are", { from: now, until: now + 30 * minute, toHours: true }, "toHours"],
] as const)("%s", (_, timed, length) => expect(lengthOf(timed)).toBe(length));

test.each([
  ["a later time is today", 16 * 60, new Date(2026, 10, 23, 16, 0)],
  ["an earlier one tomorrow", 9 * 60, new Date(2026, 10, 24, 9, 0)],
  ["this very minute tomorrow", 14 * 60 + 26, new Date(2026, 10, 24, 14, 26)],
])("%s", (_, minutes, at) => expect(next(minutes, now, pageZone())).toBe(at.getTime()));

test("a time of day is that of the zone", () => {
  const evening = Date.parse("2026-11-23T23:30Z"); // in Berlin the next day has begun
  expect(next(60, evening, "Europe/Berlin")).toBe(Date.parse("2026-11-24T00:00Z"));
  expect(next(19 * 60, evening, "America/New_York")).toBe(Date.parse("2026-11-24T00:00Z"));
  expect(next(18 * 60, evening, "America/New_York")).toBe(Date.parse("2026-11-24T23:00Z"));
});
