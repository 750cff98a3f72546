import { beforeEach, expect, test, vi } from "vitest";
import { reconcileArrays } from "./inplace.ts";

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
