import { fireEvent, screen, waitFor } from "@solidjs/testing-library";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Hours } from "../shared/local.ts";
import { showWindow } from "./testing/desk.tsx";
import { message, reading, state } from "./testing/state.ts";

const now = Date.parse("2026-11-23T23:30Z"); // in Berlin it is half past midnight
const minute = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ now, shouldAdvanceTime: true });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A conversation that began in the afternoon, and went on a minute ago: in Berlin that is another day. */
function open(zone: string) {
  const entries = [
    message(1, "Hello", { at: now - 7 * 60 * minute }),
    message(2, "Still there?", { at: now - minute }),
  ];
  const first = state({ session: reading(entries, { waitingSince: now - 60 * minute }) });
  first.system.zone = zone;
  return showWindow(first);
}

const log = () => screen.getByRole("log").textContent ?? "";
const header = () => document.querySelector(".conversation-title")?.textContent ?? "";

test("a computer that travels shows the times of where it is", async () => {
  const desk = await open("Europe/Berlin");
  expect(log()).toMatch(/Monday, November 23.*17:30.*Today.*00:29/);
  expect(header()).toContain("Nov 23, 23:30");
  await desk.push((next) => {
    next.system.zone = "America/New_York";
  });
  expect(log()).toMatch(/Today.*11:30.*18:29/);
  expect(log()).not.toContain("November");
  expect(header()).toContain("17:30");
});

test("hours that are set begin in the zone of where the computer is", async () => {
  const desk = await showWindow(state({ system: { ...state().system, zone: "Asia/Tokyo" } }));
  fireEvent.click(screen.getByRole("button", { name: "Settings" }));
  fireEvent.click(await screen.findByRole("button", { name: "Availability" }));
  fireEvent.click(await screen.findByRole("button", { name: "Set hours" }));
  const zones = () => desk.called("SetHours").map(([, hours]) => (hours as Hours).zone);
  await waitFor(() => expect(zones()).toEqual(["Asia/Tokyo"]));
});
