import { expect, test } from "vitest";
import { readDaytime, writeDaytime } from "./daytime.ts";

test.each([
  ["9", 540],
  ["09:00", 540],
  ["9.30", 570],
  ["9h30", 570],
  ["17h", 1020],
  ["930", 570],
  ["1415", 855],
  [" 23:59 ", 1439],
  ["0", 0],
  ["24:00", 0],
  ["24:01", undefined],
  ["9:60", undefined],
  ["9:3", undefined],
  ["", undefined],
  ["noon", undefined],
])("%j is read as %s", (text, minutes) => expect(readDaytime(text)).toBe(minutes));

test.each([
  [0, false, "00:00"],
  [0, true, "24:00"],
  [545, true, "09:05"],
])("%d is written, as an end: %s, %s", (minutes, ends, text) =>
  expect(writeDaytime(minutes, ends)).toBe(text),
);
