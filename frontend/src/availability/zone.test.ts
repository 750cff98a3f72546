import { expect, test } from "vitest";
import { dayBefore, systemZone, wall, weekday, zones } from "./zone.ts";

test.each([
  ["2026-11-23T13:26Z", "Europe/Berlin", "2026-11-23", 14 * 60 + 26],
  ["2026-11-23T23:30Z", "Europe/Berlin", "2026-11-24", 30],
  ["2026-06-30T23:00Z", "Europe/Berlin", "2026-07-01", 60],
  ["2026-01-01T03:15Z", "America/New_York", "2025-12-31", 22 * 60 + 15],
])("at %s the clock in %s shows %s", (at, zone, date, minutes) => {
  expect(wall(Date.parse(at), zone)).toEqual({ date, minutes });
});

test("a zone nobody here knows is read on the computer's clock", () => {
  const now = Date.now();
  expect(wall(now, "Mars/Olympus")).toEqual(wall(now, systemZone()));
});

test.each([
  ["2026-11-23", 0],
  ["2026-11-28", 5],
  ["2026-11-29", 6],
])("%s is weekday %d", (date, number) => expect(weekday(date)).toBe(number));

test("the day before goes over months and years", () => {
  expect(dayBefore("2026-03-01")).toBe("2026-02-28");
  expect(dayBefore("2027-01-01")).toBe("2026-12-31");
});

test("the chosen zone can be chosen although the page does not know it", () => {
  expect(zones("Mars/Olympus")).toContain("Mars/Olympus");
  expect(zones("Europe/Berlin").filter((zone) => zone === "Europe/Berlin")).toHaveLength(1);
});
