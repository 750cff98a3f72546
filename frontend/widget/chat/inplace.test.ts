import { createMemo, createRoot, createSignal } from "solid-js";
import { beforeEach, expect, test, vi } from "vitest";
import { insert, reconcileArrays } from "./inplace.ts";

let parent: HTMLElement;
beforeEach(() => {
  parent = document.createElement("div");
});
const node = (name: string) => document.createTextNode(name);

/** Shows these in the parent, between what stands around them. */
function show(names: string, { last = true } = {}) {
  const nodes = new Map([..."abcdefg"].map((name) => [name, node(name)]));
  const list = (of: string) => [...of].map((name) => nodes.get(name) as Text);
  parent.replaceChildren(node("<"), ...list(names), ...(last ? [node(">")] : []));
  return list;
}

test.each([
  ["abc", "abcd"],
  ["abc", "a"],
  ["abc", "bc"],
  ["abc", "cab"],
  ["abcd", "dcba"],
  ["abc", "defg"],
  ["abcd", "aecfb"],
  ["a", "ba"],
])("makes %s %s, whatever stands behind", (before, after) => {
  let list = show(before);
  reconcileArrays(parent, list(before), list(after));
  expect(parent.textContent).toBe(`<${after}>`);
  list = show(before, { last: false });
  reconcileArrays(parent, list(before), list(after));
  expect(parent.textContent).toBe(`<${after}`);
});

test("moves nothing that may stay, so that no field in it loses the keyboard", () => {
  const list = show("abcd");
  const moved = vi.spyOn(parent, "insertBefore");
  reconcileArrays(parent, list("abcd"), list("abcde"));
  expect(moved.mock.calls.map(([added]) => added.textContent)).toEqual(["e"]);
  reconcileArrays(parent, list("abcde"), list("bce"));
  expect(moved).toHaveBeenCalledTimes(1);
});

test("shows texts, numbers, nodes and lists of them, and nothing for what is none", () => {
  parent.append("<", ">");
  const [value, setValue] = createSignal<unknown>("a");
  createRoot(() => insert(parent, value, parent.lastChild));
  const list = [node("b"), ["c", () => "d"], null, 5];
  for (const [next, want] of [
    ["b", "b"],
    [7, "7"],
    [undefined, ""],
    [list, "bcd5"],
    [[], ""],
    [true, ""],
    [node("e"), "e"],
  ]) {
    setValue(() => next);
    expect(parent.textContent).toBe(`<${want}>`);
  }
});

test("keeps every place where it is while it is empty", () => {
  const [first, setFirst] = createSignal("");
  const [second, setSecond] = createSignal("");
  createRoot(() => {
    insert(parent, () => first() && node(first()));
    insert(parent, () => second() && node(second()));
    insert(parent, node("."));
  });
  setSecond("b");
  expect(parent.textContent).toBe("b.");
  setFirst("a");
  expect(parent.textContent).toBe("ab.");
});

test("makes nothing anew when something within it changes, and keeps texts that stay the same", () => {
  const [inner, setInner] = createSignal("a");
  const make = vi.fn(() => ["<", createMemo(() => inner()), ">"]);
  createRoot(() => insert(parent, make));
  const before = [...parent.childNodes];
  setInner("b");
  expect(parent.textContent).toBe("<b>");
  expect(make).toHaveBeenCalledOnce();
  expect([parent.firstChild, parent.lastChild]).toEqual([before[0], before[2]]);
});
