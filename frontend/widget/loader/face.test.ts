import { expect, test } from "vitest";
import { faceOf } from "./face.ts";

test.each([
  // told, lost, open, shown
  ["live", false, false, "live"],
  ["live", false, true, "live"],
  ["live", true, false, "messenger"],
  ["live", true, true, "messenger"],
  ["messenger", false, false, "messenger"],
  ["messenger", true, false, "messenger"],
  ["hidden", false, false, "hidden"],
  ["hidden", false, true, "messenger"],
  ["hidden", true, false, "hidden"],
  [undefined, false, false, "hidden"],
  [undefined, true, false, "messenger"],
  [undefined, false, true, "messenger"],
] as const)("told %s, lost %s, open %s: %s", (told, lost, open, shown) => {
  expect(faceOf(told, lost, open)).toBe(shown);
});
