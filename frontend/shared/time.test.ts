import { expect, test } from "vitest";
import { sameDay, times } from "./time.ts";

const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).getTime();
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
const en = times("en", here);

test("today has no date, other days do", () => {
  expect(en.moment(at(23, 9, 5), at(23, 14))).toBe("09:05");
  expect(en.moment(at(22, 23, 59), at(23, 0, 1))).toBe("Nov 22, 23:59");
});

test("midnight is 00:00 in every language", () => {
  for (const language of ["en", "de", "fr"]) expect(times(language, here).clock(at(23, 0))).toBe("00:00");
});

test.each([
  [0, "1 min"],
  [59, "1 min"],
  [60, "1 min"],
  [119, "1 min"],
  [120, "2 min"],
  [3599, "59 min"],
  [3600, "1 hr"],
  [86_399, "23 hr"],
  [86_400, "1 day"],
  [-30, "1 min"],
])("%i seconds ago is %s", (seconds, expected) => {
  const now = at(23, 14);
  expect(en.ago(now - seconds * 1000, now)).toBe(expected);
});

test.each([
  [0, "0 seconds"],
  [39, "39 seconds"],
  [60, "1 minute"],
  [154, "2 minutes 34 seconds"],
  [5400, "1 hour 30 minutes"],
])("%i seconds are read as %s", (seconds, expected) => {
  expect(en.long(seconds)).toBe(expected);
});

test("a date has its year when that is another one", () => {
  expect(en.date(at(23, 9), at(24, 9))).toBe("Monday, November 23");
  expect(en.date(at(23, 9), new Date(2027, 0, 2).getTime())).toBe("November 23, 2026");
});

test("a day ends at midnight of the calendar", () => {
  for (const same of [sameDay, en.sameDay]) {
    expect(same(at(23, 0), at(23, 23, 59))).toBe(true);
    expect(same(at(23, 23, 59), at(24, 0))).toBe(false);
  }
});

test("times, dates and days are those of the zone", () => {
  const newYear = Date.parse("2026-12-31T23:30Z");
  const later = newYear + 60 * 60_000;
  const [berlin, newYork] = [times("en", "Europe/Berlin"), times("en", "America/New_York")];
  expect([berlin.clock(newYear), newYork.clock(newYear)]).toEqual(["00:30", "18:30"]);
  expect([berlin.moment(newYear, later), newYork.moment(newYear, later)]).toEqual(["00:30", "18:30"]);
  expect(newYork.moment(newYear, newYear + 6 * 60 * 60_000)).toBe("Dec 31, 18:30");
  expect(berlin.date(newYear, later)).toBe("Friday, January 1");
  expect(newYork.date(newYear, Date.parse("2027-01-01T12:00Z"))).toBe("December 31, 2026");
  const before = newYear - 60 * 60_000;
  expect([berlin.sameDay(before, newYear), newYork.sameDay(before, newYear)]).toEqual([false, true]);
});
