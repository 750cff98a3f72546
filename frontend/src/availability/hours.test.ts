import { describe, expect, test } from "vitest";
import type { Hours, Slot } from "../../shared/local.ts";
import * as edit from "./hours.ts";

const nine: Slot = { start: 540, end: 750 }; // 09:00–12:30
const afternoon: Slot = { start: 795, end: 1020 }; // 13:15–17:00
const night: Slot = { start: 1080, end: 120 }; // 18:00–02:00
const toMidnight: Slot = { start: 1080, end: 0 };
const round: Slot = { start: 0, end: 0 };

const week = (...days: Slot[][]): Hours["week"] => Array.from({ length: 7 }, (_, index) => days[index] ?? []);

test.each([
  ["within a day", nine, 750, false],
  ["to midnight", toMidnight, 1440, false],
  ["into the next day", night, 1560, true],
  ["round the clock", round, 1440, false],
  ["for 24 hours from the evening", { start: 1080, end: 1080 }, 2520, true],
])("a slot %s", (_, slot, end, overnight) => {
  expect(edit.endOf(slot)).toBe(end);
  expect(edit.overnight(slot)).toBe(overnight);
});

describe("replacing a slot", () => {
  test.each<[string, Slot, Slot[] | undefined]>([
    ["keeps those that touch", { start: 750, end: 1020 }, [nine, { start: 750, end: 1020 }]],
    ["keeps them in order", { start: 300, end: 540 }, [{ start: 300, end: 540 }, nine]],
    ["refuses an overlap", { start: 749, end: 1020 }, undefined],
    ["refuses an overlap over midnight", { start: 300, end: 60 }, undefined],
  ])("%s", (_, slot, expected) => expect(edit.replace([nine, afternoon], 1, slot)).toEqual(expected));
});

describe("one more slot", () => {
  test.each<[string, Slot[], Slot | undefined]>([
    ["on a free day", [], { start: 540, end: 1020 }],
    ["in the evening", [nine, afternoon], { start: 1080, end: 1200 }],
    ["in the longest gap", [{ start: 0, end: 60 }, toMidnight], { start: 120, end: 240 }],
    ["before a night", [night], { start: 60, end: 180 }],
    ["in what little is left", [{ start: 0, end: 1380 }], { start: 1380, end: 0 }],
    ["not on a full day", [round], undefined],
    ["not as the ninth", Array.from({ length: 8 }, (_, at) => ({ start: at, end: at + 1 })), undefined],
  ])("%s", (_, slots, expected) => {
    const next = edit.add(slots);
    expect(next?.find((slot) => !slots.some((old) => edit.same(old, slot)))).toEqual(expected);
    expect(next?.length).toBe(expected && slots.length + 1);
  });
});

describe("moving", () => {
  test.each<[string, Slot[], number, edit.Part, number, Slot]>([
    ["by a step", [nine], 0, "whole", 15, { start: 555, end: 765 }],
    ["stops at midnight before", [nine], 0, "whole", -900, { start: 0, end: 210 }],
    ["goes over midnight after", [nine], 0, "whole", 780, { start: 1320, end: 90 }],
    ["keeps its start on its day", [nine], 0, "whole", 2000, { start: 1425, end: 195 }],
    ["stops at the next slot", [nine, afternoon], 0, "whole", 90, { start: 585, end: 795 }],
    ["stops at the one before", [nine, afternoon], 1, "whole", -90, { start: 750, end: 975 }],
    ["the end over midnight", [night], 0, "end", 30, { start: 1080, end: 150 }],
    ["the end to midnight", [{ start: 1080, end: 1425 }], 0, "end", 15, toMidnight],
    ["the end not before a step", [nine], 0, "end", -900, { start: 540, end: 555 }],
    ["the end not beyond a day", [nine], 0, "end", 5000, { start: 540, end: 540 }],
    ["the end not over the next slot", [nine, afternoon], 0, "end", 90, { start: 540, end: 795 }],
    ["the start not after the end", [nine], 0, "start", 900, { start: 735, end: 750 }],
    ["the start not over the one before", [nine, afternoon], 1, "start", -90, { start: 750, end: 1020 }],
    ["the start so that a day is the most", [night], 0, "start", -1080, { start: 120, end: 120 }],
    [
      "nothing where there is no room",
      [
        { start: 60, end: 65 },
        { start: 65, end: 90 },
      ],
      0,
      "end",
      15,
      { start: 60, end: 65 },
    ],
  ])("%s", (_, slots, index, part, by, expected) =>
    expect(edit.shift(slots, index, part, by)[index]).toEqual(expected),
  );
});

describe("what of a day is covered", () => {
  test.each<[string, Slot[], Slot[], edit.Span[]]>([
    [
      "its slots",
      [nine, afternoon],
      [],
      [
        { from: 540, to: 750 },
        { from: 795, to: 1020 },
      ],
    ],
    ["up to its midnight", [night], [], [{ from: 1080, to: 1440 }]],
    [
      "what goes on from the day before",
      [nine],
      [night],
      [
        { from: 0, to: 120 },
        { from: 540, to: 750 },
      ],
    ],
    ["nothing of a slot that ended at midnight", [], [toMidnight], []],
    ["as one where they touch", [{ start: 120, end: 180 }], [night], [{ from: 0, to: 180 }]],
    ["as one where one holds the other", [{ start: 30, end: 60 }], [night], [{ from: 0, to: 120 }]],
  ])("%s", (_, slots, before, expected) => expect(edit.spans(slots, before)).toEqual(expected));

  test.each<[string, Hours["week"], number]>([
    ["none", week(), 0],
    ["two slots", week([nine, afternoon]), 435],
    ["Sunday's night goes into Monday", week([{ start: 60, end: 180 }], [], [], [], [], [], [night]), 540],
  ])("in a week: %s", (_, days, minutes) => expect(edit.minutesOf(days)).toBe(minutes));
});

describe("days", () => {
  const monday = "2026-11-23";
  const hours: Hours = {
    zone: "Europe/Berlin",
    week: week([nine], [night]),
    dates: [
      { date: "2026-11-24", slots: [] },
      { date: "2026-11-26", slots: [afternoon] },
    ],
  };

  test("are copied to others, and only there", () => {
    expect(edit.copyDay(hours.week, 0, [1, 4])).toEqual(week([nine], [nine], [], [], [nine]));
  });

  test.each([
    [monday, [nine]],
    ["2026-11-24", []],
    ["2026-11-26", [afternoon]],
    ["2026-12-01", [night]],
  ])("%s has its own slots or its weekday's", (date, slots) =>
    expect(edit.slotsOn(hours, date)).toEqual(slots),
  );

  test("go on from the day before as that was on its date", () => {
    expect(edit.spansOn(hours, "2026-11-25")).toEqual([]);
    expect(edit.spansOn(hours, "2026-12-02")).toEqual([{ from: 0, to: 120 }]);
  });

  test("off are put in order, and taken back", () => {
    const dates = edit.withDate(hours.dates, "2026-11-25", []);
    expect(dates.map(({ date }) => date)).toEqual(["2026-11-24", "2026-11-25", "2026-11-26"]);
    expect(edit.withoutDate(dates, "2026-11-25")).toEqual(hours.dates);
    expect(edit.isDayOff({ ...hours, dates }, "2026-11-25")).toBe(true);
    expect(edit.isDayOff(hours, "2026-11-26")).toBe(false);
    expect(edit.isDayOff(hours, monday)).toBe(false);
  });

  test("off replace what a date had", () => {
    expect(edit.withDate(hours.dates, "2026-11-26", [])).toHaveLength(2);
  });
});

test("hours begin with office hours from Monday to Friday, and are none without slots and dates", () => {
  const begun = edit.officeHours("Europe/Berlin");
  expect(edit.minutesOf(begun.week)).toBe(5 * 480);
  expect(begun.week[5]).toEqual([]);
  expect(edit.none(begun)).toBe(false);
  expect(edit.none({ zone: "", week: week(), dates: [] })).toBe(true);
  expect(edit.none({ zone: "", week: week(), dates: [{ date: "2026-11-23", slots: [] }] })).toBe(false);
});
