import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Targeted } from "../../shared/protocol.ts";
import { takeCalls } from "../calls.ts";
import { type Aim, createTarget } from "./target.ts";

const offer: Targeted = {
  type: "targeted",
  rule: "r1",
  text: "Can I help?",
  agent: { id: "a1", name: "Ana" },
  at: 7,
};

let hidden = false;
let aim: { [K in keyof Omit<Aim, "site" | "calls">]: ReturnType<typeof vi.fn> };
let target: ReturnType<typeof createTarget>;

beforeEach(() => {
  hidden = false;
  localStorage.clear();
  takeCalls(() => {});
  vi.spyOn(document, "hidden", "get").mockImplementation(() => hidden);
  aim = { send: vi.fn(), report: vi.fn(), prepare: vi.fn(), draw: vi.fn() };
  target = createTarget({ site: "SITE", calls: [], ...(aim as unknown as Omit<Aim, "site" | "calls">) });
  aim.report.mockImplementation(() => target.facts(true));
  target.facts(true);
});
afterEach(() => {
  vi.restoreAllMocks();
});

test("shows a card once it is drawn, says so and remembers it", () => {
  target.ask(offer);
  expect(aim.prepare).toHaveBeenCalledOnce();
  expect(target.show(false)).toEqual({ asked: offer, card: true, seen: false });
  expect(aim.send).not.toHaveBeenCalled();
  target.reveal();
  target.reveal();
  expect(aim.send).toHaveBeenCalledExactlyOnceWith({ type: "shown", rule: "r1" });
  expect(target.show(false)).toEqual({ asked: offer, card: true, seen: true });
  expect(target.facts(true).shown).toEqual([{ rule: "r1", at: 7, visit: 1 }]);
});

test("an opened chat has the text, and no card again when it is closed", () => {
  target.ask(offer);
  target.reveal();
  expect(target.show(true)).toEqual({ asked: offer, card: false, seen: false });
  expect(target.show(false)).toEqual({ asked: offer, card: false, seen: false });
  target.forget();
  expect(target.show(true).asked).toBeUndefined();
});

test("while the tab is hidden nothing is shown, and the hub decides anew when it is seen", () => {
  hidden = true;
  target.ask(offer);
  expect(target.show(false).asked).toBeUndefined();
  expect(aim.report).not.toHaveBeenCalled();
  hidden = false;
  document.dispatchEvent(new Event("visibilitychange"));
  document.dispatchEvent(new Event("visibilitychange"));
  expect(aim.report).toHaveBeenCalledOnce();
});

test("while the chat is open nothing is shown, and the hub decides anew when it is closed", () => {
  target.show(true);
  target.ask(offer);
  expect(target.show(true).asked).toBeUndefined();
  target.show(false);
  expect(aim.report).toHaveBeenCalledOnce();
});

test("one at a time: the next is decided when the first was closed", () => {
  target.ask(offer);
  target.reveal();
  target.ask({ ...offer, rule: "r2" });
  expect(target.show(false).asked).toBe(offer);
  expect(aim.report).not.toHaveBeenCalled();
  target.dismiss();
  expect(target.show(false)).toEqual({ asked: undefined, card: false, seen: false });
  expect(aim.report).toHaveBeenCalledOnce();
});

test("what another tab has shown meanwhile is not shown again", () => {
  const other = createTarget({ site: "SITE", calls: [], ...(aim as unknown as Omit<Aim, "site" | "calls">) });
  other.facts(true);
  other.ask(offer);
  other.reveal();
  target.ask(offer);
  expect(target.show(false).asked).toBeUndefined();
  expect(aim.report).toHaveBeenCalledOnce();
});

test("says the attributes also to a site without targeted chats, and nothing else", () => {
  window.Parley?.("set", { plan: "pro" });
  expect(aim.report).toHaveBeenCalled();
  expect(target.facts(false)).toEqual({ attributes: { plan: "pro" } });
  expect(Object.keys(target.facts(true)).sort()).toEqual([
    "age",
    "attributes",
    "pages",
    "referrer",
    "shown",
    "visits",
  ]);
});
