import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { trackListeners } from "../doubles/listeners.double.ts";
import { createKeep, random } from "./keep.ts";

const site = "SITE0000000000001";
const name = `parley:${site}`;
const token = "T".repeat(43);
const nobody = () => undefined;

let forget: () => void;

beforeEach(() => {
  forget = trackListeners();
  vi.useFakeTimers();
  localStorage.clear();
});
afterEach(() => {
  forget();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** The locks of a browser: one holder of a name at a time. */
function stubLocks() {
  let tail = Promise.resolve<unknown>(undefined);
  vi.stubGlobal("navigator", {
    locks: {
      request(_: string, work: () => Promise<unknown>) {
        tail = tail.then(work);
        return tail;
      },
    },
  });
}

test("a random text has the length and the letters asked for, and is another every time", () => {
  expect(random(43)).toMatch(/^[A-Za-z0-9]{43}$/);
  expect(random(43)).not.toBe(random(43));
});

test("nothing is written before something is to be kept", () => {
  const keep = createKeep(site, nobody);
  expect(keep.token()).toBe("");
  expect(keep.unsent()).toEqual([]);
  expect(localStorage.length).toBe(0);
});

test("messages are kept until dropped, oldest first, and seen by a tab that comes later", () => {
  const keep = createKeep(site, nobody);
  keep.put({ id: "b", text: "second", at: 2 });
  keep.put({ id: "a", text: "first", at: 1 });
  const later = createKeep(site, nobody);
  expect(later.unsent().map(({ text }) => text)).toEqual(["first", "second"]);
  later.drop("a");
  expect(later.unsent().map(({ id }) => id)).toEqual(["b"]);
});

test("a damaged message, a damaged token and another site's are passed over", () => {
  localStorage.setItem(`${name}:x`, "{");
  localStorage.setItem(name, "not a token");
  localStorage.setItem("parley:OTHER000000000001:y", JSON.stringify({ id: "y", text: "no", at: 1 }));
  const keep = createKeep(site, nobody);
  expect(keep.unsent()).toEqual([]);
  expect(keep.token()).toBe("");
});

test("two tabs that claim at once get one token", async () => {
  stubLocks();
  const [a, b] = [createKeep(site, nobody), createKeep(site, nobody)];
  const claims = [a.claim(), b.claim()];
  await vi.runAllTimersAsync();
  await Promise.all(claims);
  expect(a.token()).toMatch(/^\w{43}$/);
  expect(b.token()).toBe(a.token());
});

test("the first tab has its token at once, and keeps the others waiting until they can read it", async () => {
  stubLocks();
  const [a, b] = [createKeep(site, nobody), createKeep(site, nobody)];
  await a.claim();
  const found = vi.fn();
  localStorage.removeItem(name); // not arrived in the other tab yet
  const claim = b.claim().then(found);
  await vi.advanceTimersByTimeAsync(500);
  expect(found).not.toHaveBeenCalled();
  localStorage.setItem(name, a.token());
  await vi.runAllTimersAsync();
  await claim;
  expect(b.token()).toBe(a.token());
});

test("without locks two tabs agree on what was written last", async () => {
  vi.stubGlobal("navigator", {});
  const [a, b] = [createKeep(site, nobody), createKeep(site, nobody)];
  const claims = [a.claim(), b.claim()];
  localStorage.setItem(name, token);
  await vi.runAllTimersAsync();
  await Promise.all(claims);
  expect([a.token(), b.token()]).toEqual([token, token]);
});

test("a page that may not use locks gets its token all the same", async () => {
  vi.stubGlobal("navigator", { locks: { request: () => Promise.reject(new Error("sandboxed")) } });
  const keep = createKeep(site, nobody);
  await keep.claim();
  expect(keep.token()).toMatch(/^\w{43}$/);
});

test("a page that clears its storage does not end the conversation, nor lose what is unsent", async () => {
  stubLocks();
  const keep = createKeep(site, nobody);
  await keep.claim();
  const before = keep.token();
  keep.put({ id: "a", text: "kept", at: 1 });
  localStorage.clear();
  expect(keep.token()).toBe(before);
  expect(keep.unsent()).toHaveLength(1);
  await keep.claim();
  expect(localStorage.getItem(name)).toBe(before);
});

test("a page that may not store keeps everything for the view", async () => {
  vi.stubGlobal("localStorage", undefined);
  stubLocks();
  const keep = createKeep(site, nobody);
  await keep.claim();
  keep.put({ id: "a", text: "kept", at: 1 });
  expect(keep.token()).toMatch(/^\w{43}$/);
  expect(keep.unsent()).toHaveLength(1);
  keep.drop("a");
  expect(keep.unsent()).toEqual([]);
});

test("tells what another tab wrote, and forgets what it dropped", () => {
  const changed = vi.fn();
  const keep = createKeep(site, changed);
  keep.put({ id: "a", text: "kept", at: 1 });
  const event = (key: string | null, newValue: string | null) =>
    dispatchEvent(Object.assign(new Event("storage"), { key, newValue }));
  event("cart", "1");
  event(null, null); // another tab cleared all
  expect(changed).not.toHaveBeenCalled();
  expect(keep.unsent()).toHaveLength(1);
  localStorage.removeItem(`${name}:a`);
  event(`${name}:a`, null);
  expect(changed).toHaveBeenCalledOnce();
  expect(keep.unsent()).toEqual([]);
});
