import { expect, test } from "vitest";
import type { Hours, Slot } from "../../shared/local.ts";
import { cover, mostDates } from "../availability/hours.ts";
import { filled, slotIn } from "./fill.ts";

const at = (text: string) => Date.parse(`${text.replace(" ", "T")}Z`);
const time = (from: string, to: string) => ({ from: at(from), to: at(to) });
const clock = (hour: number, minute = 0) => hour * 60 + minute;
const slot = (from: number, to: number): Slot => ({ start: clock(from), end: clock(to % 24) });

/** Wednesday is the third day of the week. */
const hours = (...wednesday: Slot[]): Hours => ({
  zone: "Europe/Berlin",
  week: [[], [], wednesday, [], [], [], []],
  dates: [],
});
const wednesdayAfternoon = time("2026-11-25 12:00", "2026-11-25 17:00"); // 13 to 18 there

test.each<[string, Slot[], Slot, Slot[] | undefined]>([
  ["alone", [], slot(9, 12), [slot(9, 12)]],
  ["in order", [slot(14, 17)], slot(9, 12), [slot(9, 12), slot(14, 17)]],
  ["as one with those it touches", [slot(9, 12), slot(13, 17)], slot(12, 13), [slot(9, 17)]],
  ["as one with what it overlaps", [slot(9, 12), slot(20, 24)], slot(10, 21), [slot(9, 24)]],
  ["over midnight", [slot(9, 12)], slot(12, 26), [slot(9, 26)]],
  ["inside of what there is", [slot(9, 17)], slot(10, 12), [slot(9, 17)]],
  ["for a day", [], slot(0, 24), [slot(0, 24)]],
  ["not for longer than a day", [slot(22, 45)], slot(20, 23), undefined],
])("a slot is added %s", (_, slots, more, expected) => expect(cover(slots, more)).toEqual(expected));

test("a ninth slot is not", () => {
  const eight = Array.from({ length: 8 }, (_, index) => slot(index * 2, index * 2 + 1));
  expect(cover(eight, slot(20, 21))).toBeUndefined();
});

test.each([
  ["as it is", "Europe/Berlin", "2026-11-25", slot(13, 18)],
  ["in the morning", "America/New_York", "2026-11-25", slot(7, 12)],
  ["over midnight", "Asia/Tokyo", "2026-11-25", slot(21, 26)],
  ["on the next day", "Pacific/Auckland", "2026-11-26", slot(1, 6)],
])("a time is put %s by the clock of %s", (_, zone, date, expected) => {
  expect(slotIn(wednesdayAfternoon, zone)).toEqual({ date, slot: expected });
});

test("a day of 25 hours elsewhere is filled as far as a slot goes", () => {
  const berlin = time("2026-10-24 22:00", "2026-10-25 23:00");
  expect(slotIn(berlin, "Europe/Berlin").slot).toEqual(slot(0, 24));
  expect(slotIn(berlin, "UTC")).toEqual({ date: "2026-10-24", slot: { start: clock(22), end: clock(22) } });
});

test("once leaves the week alone and keeps what the weekday has", () => {
  expect(filled(hours(slot(9, 12)), wednesdayAfternoon, false, "Asia/Tokyo")).toEqual({
    ...hours(slot(9, 12)),
    dates: [{ date: "2026-11-25", slots: [slot(9, 12), slot(13, 18)] }],
  });
});

test("every week changes the weekday", () => {
  expect(filled(hours(slot(9, 13)), wednesdayAfternoon, true, "Asia/Tokyo")).toEqual(hours(slot(9, 18)));
});

test("every week reaches a date that differs too", () => {
  const off = { ...hours(slot(9, 17)), dates: [{ date: "2026-11-25", slots: [] }] };
  expect(filled(off, wednesdayAfternoon, true, "Asia/Tokyo")).toEqual({
    ...hours(slot(9, 18)),
    dates: [{ date: "2026-11-25", slots: [slot(13, 18)] }],
  });
});

test("who has no hours gets them where this computer is", () => {
  const none: Hours = { zone: "", week: Array.from({ length: 7 }, () => []), dates: [] };
  const next = filled(none, wednesdayAfternoon, false, "Asia/Tokyo");
  expect(next?.zone).toBe("Asia/Tokyo");
  expect(next?.dates).toHaveLength(1);
});

test("one date more than there may be is not added", () => {
  const dates = Array.from({ length: mostDates }, (_, index) => ({
    date: new Date(at("2027-01-01 00:00") + index * 86_400_000).toISOString().slice(0, 10),
    slots: [],
  }));
  expect(filled({ ...hours(), dates }, wednesdayAfternoon, false, "Asia/Tokyo")).toBeUndefined();
  expect(filled({ ...hours(), dates }, wednesdayAfternoon, true, "Asia/Tokyo")).toBeDefined();
});
