import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { takeCalls } from "../calls.ts";
import { createAttributes } from "./attributes.ts";

const changed = vi.fn();
const warn = vi.spyOn(console, "warn");

beforeEach(() => {
  takeCalls(() => {});
  warn.mockImplementation(() => {});
});
afterEach(() => {
  changed.mockReset();
  warn.mockReset();
  delete window.Parley;
});

test("takes what was said before, and what is said from now on", () => {
  const attributes = createAttributes([["set", { plan: "pro", seats: 12 }]], changed);
  expect(attributes).toEqual({ plan: "pro", seats: "12" });
  window.Parley?.("set", { trial: false, seats: 13 });
  expect(attributes).toEqual({ plan: "pro", seats: "13", trial: "false" });
  expect(changed).toHaveBeenCalledOnce();
  window.Parley?.("set", { plan: null, trial: undefined });
  expect(attributes).toEqual({ seats: "13" });
  expect(warn).not.toHaveBeenCalled();
});

test("is quiet about what changes nothing", () => {
  createAttributes([["set", { plan: "pro" }]], changed);
  window.Parley?.("set", { plan: "pro" });
  expect(changed).not.toHaveBeenCalled();
});

test.each([
  ["a list", ["set", { plan: [1] }]],
  ["an object", ["set", { plan: {} }]],
  ["a function", ["set", { plan: () => 0 }]],
  ["a long name", ["set", { [`n${"x".repeat(50)}`]: 1 }]],
  ["no name", ["set", { "": 1 }]],
  ["no object", ["set", "plan"]],
  ["nothing", ["set"]],
  ["another method", ["get", { plan: "pro" }]],
])("leaves out %s, and says so", (_, call) => {
  expect(createAttributes([call], changed)).toEqual({});
  expect(warn).toHaveBeenCalledOnce();
});

test("keeps 20 attributes and 200 characters", () => {
  const many = Object.fromEntries(Array.from({ length: 25 }, (_, n) => [`n${n}`, "x".repeat(300)]));
  const attributes = createAttributes([["set", many]], changed);
  expect(Object.keys(attributes)).toHaveLength(20);
  expect(attributes.n0).toHaveLength(200);
  window.Parley?.("set", { n0: "other" });
  expect(attributes.n0).toBe("other");
});
