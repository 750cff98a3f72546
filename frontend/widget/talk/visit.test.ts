import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createVisit } from "./visit.ts";

const minute = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ now: new Date(2026, 10, 23, 14, 0) });
  localStorage.clear();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const numbers = (visit: ReturnType<typeof createVisit>) => {
  const { pages, visits } = visit.facts() ?? {};
  return [visits, pages];
};

test("counts each page once, and a new visit after half an hour without one", () => {
  const first = createVisit("key");
  expect(numbers(first)).toEqual([1, 1]);
  expect(numbers(first)).toEqual([1, 1]);
  first.turn();
  expect(numbers(first)).toEqual([1, 2]);
  vi.advanceTimersByTime(30 * minute);
  expect(numbers(createVisit("key"))).toEqual([1, 3]);
  vi.advanceTimersByTime(30 * minute + 1);
  expect(numbers(createVisit("key"))).toEqual([2, 1]);
});

test("says how long the page has been shown", () => {
  const visit = createVisit("key");
  visit.turn();
  vi.advanceTimersByTime(4200);
  expect(visit.facts()?.age).toBe(4200);
});

test("keeps what was shown with the visit it was shown in, and tells what another tab showed", () => {
  const [here, there] = [createVisit("key"), createVisit("key")];
  here.facts();
  there.facts();
  expect(there.isNews()).toBe(false);
  here.keep("a", 5);
  here.keep("b", 6);
  here.keep("a", 7);
  expect(there.isNews()).toBe(true);
  expect(there.facts()?.shown).toEqual([
    { rule: "b", at: 6, visit: 1 },
    { rule: "a", at: 7, visit: 1 },
  ]);
  expect(there.isNews()).toBe(false);
});

test("keeps nothing but numbers and ids of rules", () => {
  createVisit("key").facts();
  expect([localStorage.length, localStorage.key(0)]).toEqual([1, "key"]);
  expect(JSON.parse(localStorage.getItem("key") ?? "")).toEqual({
    visits: 1,
    pages: 1,
    last: Date.now(),
    shown: [],
  });
});

test("begins anew where what is stored is damaged", () => {
  localStorage.setItem("key", "{");
  expect(numbers(createVisit("key"))).toEqual([1, 1]);
  expect(numbers(createVisit("key"))).toEqual([1, 2]);
});

test("says nothing where the page may not store", () => {
  vi.stubGlobal("localStorage", {
    getItem: () => null,
    setItem: () => {
      throw new Error("full");
    },
  });
  expect(createVisit("key").facts()).toBeUndefined();
  vi.unstubAllGlobals();
});
