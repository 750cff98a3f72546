import { expect, test } from "vitest";
import { computerZone, dayBefore, daysAfter, instant, pageZone, wall, weekday, zones } from "./zone.ts";

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
  expect(wall(now, "Mars/Olympus")).toEqual(wall(now, pageZone()));
});

test.each([
  ["at noon", "Europe/Berlin", "2026-11-23", "12:00", "2026-11-23T11:00Z"],
  ["on another date than in UTC", "Pacific/Auckland", "2026-11-23", "08:00", "2026-11-22T19:00Z"],
  ["where the clock stands between the hours", "Asia/Kolkata", "2026-11-23", "00:00", "2026-11-22T18:30Z"],
  ["before clocks are set forward", "Europe/Berlin", "2026-03-29", "01:59", "2026-03-29T00:59Z"],
  ["left out", "Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T01:30Z"],
  ["after they were", "Europe/Berlin", "2026-03-29", "12:00", "2026-03-29T10:00Z"],
  ["before they are set back", "Europe/Berlin", "2026-10-25", "01:00", "2026-10-24T23:00Z"],
  ["the first of two", "Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T00:30Z"],
  ["after the second", "Europe/Berlin", "2026-10-25", "03:00", "2026-10-25T02:00Z"],
  ["at midnight that is left out", "Africa/Cairo", "2026-04-24", "00:00", "2026-04-23T22:00Z"],
])("%s: in %s on %s it is %s at %s", (_, zone, date, clock, at) => {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  expect(new Date(instant({ date, minutes: hours * 60 + minutes }, zone))).toEqual(new Date(at));
});

test("the computer's zone is the one the desk found, if this page knows it", () => {
  expect(computerZone("America/New_York")).toBe("America/New_York");
  expect(computerZone("Mars/Olympus")).toBe(pageZone());
  expect(computerZone("")).toBe(pageZone());
});

test.each([
  ["2026-11-23", 0],
  ["2026-11-28", 5],
  ["2026-11-29", 6],
])("%s is weekday %d", (date, number) => expect(weekday(date)).toBe(number));

test("the days before and after go over months and years", () => {
  expect(daysAfter("2026-02-28", 1)).toBe("2026-03-01");
  expect(daysAfter("2026-12-31", 1)).toBe("2027-01-01");
  expect(dayBefore("2026-03-01")).toBe("2026-02-28");
  expect(dayBefore("2027-01-01")).toBe("2026-12-31");
});

test("the chosen zone can be chosen although the page does not know it", () => {
  expect(zones("Mars/Olympus")).toContain("Mars/Olympus");
  expect(zones("Europe/Berlin").filter((zone) => zone === "Europe/Berlin")).toHaveLength(1);
});
