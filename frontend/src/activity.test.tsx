import { fireEvent, screen } from "@solidjs/testing-library";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { settle, showWindow } from "./testing/desk.tsx";
import { message, now, reading, state } from "./testing/state.ts";

beforeEach(() => {
  vi.useFakeTimers({ now });
});
afterEach(() => {
  vi.useRealTimers();
});

const show = (idle: string) =>
  showWindow(
    state({ system: { ...state().system, idle }, session: reading([message(1, "One"), message(2, "Two")]) }),
  );

const inputs: [string, (target: Element) => void][] = [
  ["a press", (target) => fireEvent.pointerDown(target)],
  ["a pointer on its way", (target) => fireEvent.pointerMove(target, { screenX: 7, screenY: 9 })],
  ["a key", (target) => fireEvent.keyDown(target, { key: "a" })],
  ["the wheel", (target) => fireEvent.wheel(target)],
];

test.each(inputs)("%s counts where the system cannot tell, at most every five seconds", async (_, input) => {
  const desk = await show("");
  const log = screen.getByRole("log");
  input(log);
  fireEvent.keyDown(log, { key: "b" });
  await settle();
  expect(desk.called("Active")).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(4999);
  fireEvent.keyDown(log, { key: "c" });
  await settle();
  expect(desk.called("Active")).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  fireEvent.keyDown(log, { key: "d" });
  await settle();
  expect(desk.called("Active")).toHaveLength(2);
});

test.each(inputs)("%s is not reported where the system tells", async (_, input) => {
  const desk = await show("system");
  input(screen.getByRole("log"));
  await settle();
  expect(desk.called("Active")).toEqual([]);
});

test("what moves by itself is nobody's activity: a log that scrolls, a page under a pointer at rest", async () => {
  const desk = await show("");
  const log = screen.getByRole("log");
  fireEvent.pointerMove(log, { screenX: 7, screenY: 9 });
  await vi.advanceTimersByTimeAsync(6000);
  fireEvent.scroll(log);
  fireEvent.pointerMove(log, { screenX: 7, screenY: 9 });
  await settle();
  expect(desk.called("Active")).toHaveLength(1);
});
