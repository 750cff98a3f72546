import { afterEach, expect, test, vi } from "vitest";
import { takeCalls } from "./calls.ts";

afterEach(() => {
  delete window.Parley;
});

test("what was called before is heard in order, and opens at once", () => {
  const open = vi.fn();
  window.Parley = Object.assign(() => {}, { q: [["set", { plan: "pro" }], ["open"], ["set", { seats: 1 }]] });
  takeCalls(open);
  expect(open).toHaveBeenCalledOnce();
  expect(window.Parley?.q).toEqual([
    ["set", { plan: "pro" }],
    ["set", { seats: 1 }],
  ]);
});

test("who hears the calls hears those that come, and opening stays the page's", () => {
  const open = vi.fn();
  const heard = vi.fn();
  takeCalls(open);
  if (window.Parley) window.Parley.heard = heard;
  window.Parley?.("set", { plan: "pro" });
  window.Parley?.("open");
  expect(heard.mock.calls).toEqual([[["set", { plan: "pro" }]]]);
  expect(open).toHaveBeenCalledOnce();
  expect(window.Parley?.q).toEqual([]);
});
