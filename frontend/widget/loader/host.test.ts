import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createHost, elementId } from "./host.ts";

const labels = {
  title: "Chat",
  open: "Open chat",
  live: "somebody is here",
  close: "Close chat",
  unread: "new message",
};

let host: ReturnType<typeof createHost>;
const toggle = vi.fn();
const approach = vi.fn();
let watching: MutationObserver[];

beforeEach(() => {
  watching = [];
  vi.stubGlobal(
    "MutationObserver",
    class extends MutationObserver {
      constructor(callback: MutationCallback) {
        super(callback);
        watching.push(this);
      }
    },
  );
  host = createHost(labels, toggle, approach);
});
afterEach(() => {
  for (const observer of watching) observer.disconnect();
  element().remove();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  toggle.mockReset();
  approach.mockReset();
});

const element = () => document.getElementById(elementId) as HTMLElement;
const part = <T extends Element>(selector: string) => element().shadowRoot?.querySelector(selector) as T;
const button = () => part<HTMLButtonElement>("button");

test.each([
  [{ face: "live", open: false }, 0, { label: "Open chat, somebody is here", badge: "", hidden: false }],
  [{ face: "messenger", open: false }, 0, { label: "Open chat", badge: "", hidden: false }],
  [{ face: "messenger", open: false }, 2, { label: "Open chat, new message", badge: "2", hidden: false }],
  [{ face: "live", open: true }, 0, { label: "Close chat", badge: "", hidden: false }],
  [{ face: "hidden", open: false }, 0, { label: "Open chat", badge: "", hidden: true }],
] as const)("draws %j with %i unread", (change, unread, want) => {
  host.show(change.face, change.open, unread);
  const { availability, state } = element().dataset;
  expect({ availability, state }).toEqual({
    availability: change.face,
    state: change.open ? "open" : "closed",
  });
  expect({
    label: button().getAttribute("aria-label"),
    badge: part("i").textContent,
    hidden: button().hidden,
  }).toEqual(want);
});

test("tells that the pointer or the keyboard reached the launcher, and that it was pressed", () => {
  button().dispatchEvent(new Event("pointerenter"));
  button().dispatchEvent(new Event("focus"));
  expect(approach).toHaveBeenCalledTimes(2);
  button().click();
  expect(toggle).toHaveBeenCalledOnce();
});

test("stays when a single-page app puts in a new body, and comes back when it is removed", async () => {
  const kept = element();
  document.body.replaceWith(document.createElement("body"));
  expect(element()).toBe(kept);
  kept.remove();
  await vi.waitFor(() => expect(element()).toBe(kept));
});
