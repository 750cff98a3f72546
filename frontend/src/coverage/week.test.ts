import { describe, expect, test } from "vitest";
import type { Band, Coverage, Mode } from "../../shared/local.ts";
import * as weeks from "./week.ts";

// By the clock of Berlin, which goes back on 25 October and forward on 29 March 2026, both Sundays.
const berlin = "Europe/Berlin";

const at = (text: string) => Date.parse(`${text.replace(" ", "T")}Z`);
const band = (from: string, to: string, mode: Mode, ...agents: string[]): Band => ({
  from: at(from),
  to: at(to),
  mode,
  agents,
});
const hour = 3_600_000;

describe("a week", () => {
  test.each([
    ["2026-11-22 22:59", "2026-11-15 23:00"],
    ["2026-11-22 23:00", "2026-11-22 23:00"],
    ["2026-11-29 22:59", "2026-11-22 23:00"],
    ["2026-10-25 12:00", "2026-10-18 22:00"],
  ])("that %s lies in begins at %s", (now, monday) => {
    expect(weeks.mondayOf(at(now), berlin)).toBe(at(monday));
  });

  test("goes on to the next at midnight, also over a change of the clock", () => {
    expect(weeks.mondayOf(at("2026-10-18 22:00"), berlin, 1)).toBe(at("2026-10-25 23:00"));
    expect(weeks.mondayOf(at("2026-10-25 23:00"), berlin, -1)).toBe(at("2026-10-18 22:00"));
  });

  test.each([
    ["2026-10-18 22:00", 25],
    ["2026-03-22 23:00", 23],
    ["2026-11-22 23:00", 24],
  ])("from %s on ends with a Sunday of %d hours", (monday, hours) => {
    const days = weeks.daysOf(at(monday), berlin);
    const sunday = days.at(-1);
    expect(days).toHaveLength(7);
    expect(((sunday?.to ?? 0) - (sunday?.from ?? 0)) / hour).toBe(hours);
    expect(days.slice(1).every((day, index) => day.from === days[index]?.to)).toBe(true);
    const { from, days: asked } = weeks.spanAround(at(monday), berlin);
    expect(from).toBeLessThan(at(monday));
    expect(from + asked * 24 * hour).toBeGreaterThan(sunday?.to ?? 0);
  });
});

describe("a part of a day", () => {
  const sunday = (monday: string) => weeks.daysOf(at(monday), berlin).at(-1) as weeks.Day;
  test.each([
    [
      "goes by the clock on the wall after it went back",
      "2026-10-18 22:00",
      "2026-10-25 08:00",
      "2026-10-25 23:00",
      540,
      1440,
    ],
    [
      "goes by the clock on the wall after it went forward",
      "2026-03-22 23:00",
      "2026-03-29 07:00",
      "2026-03-29 15:00",
      540,
      1020,
    ],
    [
      "begins at midnight if it began before",
      "2026-11-22 23:00",
      "2026-11-27 17:00",
      "2026-11-29 01:00",
      0,
      120,
    ],
    [
      "that the clock counts twice takes no less than nothing",
      "2026-10-18 22:00",
      "2026-10-25 00:45",
      "2026-10-25 01:15",
      165,
      165,
    ],
  ])("%s", (_, monday, from, to, begins, ends) => {
    expect(weeks.spanIn({ from: at(from), to: at(to) }, sunday(monday))).toEqual({ from: begins, to: ends });
  });

  test("is one band, whoever relieves whom", () => {
    const [monday] = weeks.daysOf(at("2026-11-22 23:00"), berlin);
    const bands = [
      band("2026-11-22 17:00", "2026-11-23 08:00", "messenger"),
      band("2026-11-23 08:00", "2026-11-23 12:00", "live", "ana"),
      band("2026-11-23 12:00", "2026-11-23 14:00", "live", "ana", "jonas"),
      band("2026-11-23 14:00", "2026-11-23 22:00", "live", "jonas"),
      band("2026-11-23 22:00", "2026-11-24 08:00", "messenger"),
    ];
    expect(weeks.piecesOf(bands, monday as weeks.Day)).toEqual([
      band("2026-11-22 23:00", "2026-11-23 08:00", "messenger"),
      band("2026-11-23 08:00", "2026-11-23 22:00", "live", "ana", "jonas"),
      band("2026-11-23 22:00", "2026-11-23 23:00", "messenger"),
    ]);
    expect(bands[1]?.agents).toEqual(["ana"]);
  });
});

test("gaps are those of the week, whole unless nobody knows where they end", () => {
  const week = { from: at("2026-11-22 23:00"), to: at("2026-11-29 23:00") };
  const gaps = [
    band("2026-11-21 23:00", "2026-11-22 08:00", "messenger"),
    band("2026-11-22 18:00", "2026-11-23 08:00", "messenger"),
    band("2026-11-27 18:00", "2026-11-30 23:00", "messenger"),
  ];
  const plan: Coverage = {
    from: at("2026-11-21 23:00"),
    to: at("2026-11-30 23:00"),
    bands: [],
    gaps,
    lanes: [],
  };
  expect(weeks.gapsOf(plan, week)).toEqual([
    band("2026-11-22 18:00", "2026-11-23 08:00", "messenger"),
    band("2026-11-27 18:00", "2026-11-29 23:00", "messenger"),
  ]);
});

test("gaps at the same time of day are one line, unless they go on for more than a day or give something else", () => {
  const nights = [23, 24, 25].map((day) =>
    band(`2026-11-${day} 17:00`, `2026-11-${day + 1} 08:00`, "messenger"),
  );
  const lunch = band("2026-11-24 11:00", "2026-11-24 12:00", "messenger");
  const hidden = band("2026-11-26 17:00", "2026-11-27 08:00", "hidden");
  const weekend = band("2026-11-27 17:00", "2026-11-30 08:00", "messenger");
  const [first, second, third] = nights as [Band, Band, Band];
  const week = { from: at("2026-11-22 23:00"), to: at("2026-11-29 23:00") };
  expect(weeks.repeatsOf([first, lunch, second, third, hidden, weekend], week, berlin)).toEqual([
    nights,
    [lunch],
    [hidden],
    [weekend],
  ]);
});

test("gaps at the same time of day are one line also where the clock goes forward between them", () => {
  const before = band("2026-03-28 11:00", "2026-03-28 12:00", "messenger");
  const after = band("2026-03-29 10:00", "2026-03-29 11:00", "messenger");
  const week = { from: at("2026-03-22 23:00"), to: at("2026-03-29 22:00") };
  expect(weeks.repeatsOf([before, after], week, berlin)).toEqual([[before, after]]);
});
