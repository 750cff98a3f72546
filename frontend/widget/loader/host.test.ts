import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { siteFace } from "../doubles/site.double.ts";
import { createHost, elementId } from "./host.ts";
import { styles } from "./style.ts";

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

const { look } = siteFace();
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
  host.show(change.face, change.open, unread, look);
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

test("has the site's words on the launcher, and is called by them", () => {
  host.show("live", false, 0, look, "Questions?");
  expect(part("span").textContent).toBe("Questions?");
  expect(button().getAttribute("aria-label")).toBe("Questions?, somebody is here");
  host.show("live", false, 0, look);
  expect(part("span").textContent).toBe("");
});

test("shows no launcher where the page has its own, and gives the keyboard back to that", () => {
  host.show("live", false, 0, { ...look, ownLauncher: true });
  expect(button().hidden).toBe(true);
  const own = document.body.appendChild(document.createElement("button"));
  host.focus(own);
  expect(document.activeElement).toBe(own);
  host.show("live", false, 0, look);
  expect(button().hidden).toBe(false);
  own.remove();
});

test("is dressed anew for another look alone", () => {
  const replace = vi.spyOn(CSSStyleSheet.prototype, "replaceSync");
  const other = { ...look, corner: "left" as const };
  for (const worn of [look, look, other, other]) host.show("live", false, 0, worn);
  expect(replace.mock.calls.map(([css]) => /left:20px/.test(css))).toEqual([false, true]);
});

test.each([
  ["light", { scheme: "light" }, /@media not all\{button,div\{--w:#2598c0/],
  ["dark", { scheme: "dark" }, /@media all\{button,div\{--w:#2598c0;--on:#03222d/],
  ["as the system", {}, /@media \(prefers-color-scheme:dark\)/],
  ["at a distance", { offsetX: 7, offsetY: 96 }, /right:7px;[\s\S]*bottom:96px[\s\S]*div\{bottom:168px/],
  ["without a launcher", { offsetY: 30, ownLauncher: true }, /div\{bottom:30px/],
  ["square", { radius: "none" }, /border-radius:0px;background:var\(--w\)[\s\S]*border-radius:0px/],
] as const)("is %s", (_, change, css) => expect(styles({ ...look, ...change })).toMatch(css));
