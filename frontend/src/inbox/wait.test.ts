import { expect, test } from "vitest";
import { figure, pressing, secondsLeft } from "./wait.ts";

const steps = { t1: 60, t2: 120, t3: 180 };
const since = 1_000_000;

test.each([
  ["at once", 0, 180],
  ["within the first second", 1, 180],
  ["after a second", 1_000, 179],
  ["just before it is missed", 179_999, 1],
  ["at that instant", 180_000, 0],
  ["after it, while the hub has not said so yet", 500_000, 0],
  ["when this clock is behind the hub's", -90_000, 180],
])("time left %s", (_, passed, left) => {
  expect(secondsLeft(since, steps, since + passed)).toBe(left);
});

test("a wait is pressing from T1 on", () => {
  expect(pressing(121, steps)).toBe(false);
  expect(pressing(120, steps)).toBe(true);
});

test.each([
  [0, "0:00"],
  [9, "0:09"],
  [154, "2:34"],
  [3_600, "60:00"],
])("%d seconds are written as %s", (seconds, written) => {
  expect(figure(seconds)).toBe(written);
});
