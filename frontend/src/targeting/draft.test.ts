import { describe, expect, test } from "vitest";
import type { Condition, RuleSettings } from "../../shared/local.ts";
import { asksFor, attributesOf, begin, fresh, kinds, moved, settingsOf, stored, supposed } from "./draft.ts";

const draft = (conditions: Condition[], more: Partial<RuleSettings> = {}): RuleSettings => ({
  ...fresh(),
  conditions,
  ...more,
});

test.each([
  ["page", { kind: "page", how: "contains", value: "x" }],
  ["time", { kind: "time", number: 20 }],
  ["pages", { kind: "pages", number: 2 }],
  ["visits", { kind: "visits", number: 2 }],
  ["referrer", { kind: "referrer", value: "x" }],
  ["language", { kind: "language", value: "x" }],
  ["attribute", { kind: "attribute", how: "equals", name: "n", value: "x" }],
] as const)("a condition on %s is stored with what it needs and no more", (kind, want) => {
  expect(kinds).toContain(kind);
  const [condition] = stored(draft([{ ...begin(kind), value: "x", name: "n" }])).conditions;
  expect(JSON.parse(JSON.stringify(condition))).toEqual(want);
});

test("what is stored is trimmed, and an attribute that is set has no value", () => {
  const out = stored(
    draft([{ kind: "attribute", how: "exists", name: " plan ", value: "left over" }], {
      name: " Prices ",
      group: "",
      texts: [{ language: " de ", text: " Hallo " }],
    }),
  );
  expect(out).toEqual({
    ...fresh(),
    name: "Prices",
    conditions: [{ kind: "attribute", how: "exists", name: "plan" }],
    group: undefined,
    texts: [{ language: "de", text: " Hallo " }],
  });
});

test("the settings of one there is leave out what became of it", () => {
  expect(settingsOf({ id: "a", shown: 3, answered: 1, ...fresh() })).toEqual(fresh());
});

describe("the order", () => {
  test.each([
    ["b", -1, "bac"],
    ["b", 1, "acb"],
    ["a", -1, "abc"],
    ["c", 1, "abc"],
    ["x", 1, "abc"],
  ] as const)("%s by %i: %s", (id, by, want) => {
    expect(moved(["a", "b", "c"], id, by).join("")).toBe(want);
  });
});

test("a trial asks for what the conditions are about", () => {
  const conditions: Condition[] = [
    { kind: "attribute", how: "equals", name: "plan", value: "pro" },
    { kind: "time", number: 3 },
    { kind: "attribute", how: "exists", name: "plan" },
  ];
  expect(asksFor(draft(conditions))).toEqual(["time", "attribute"]);
  expect(asksFor(draft([], { texts: [{ language: "de", text: "x" }] }))).toEqual(["language"]);
  expect(attributesOf(draft(conditions))).toEqual(["plan"]);
  expect(supposed({ url: "/", attributes: { plan: "", seats: "2" } })).toEqual({
    url: "/",
    attributes: { seats: "2" },
  });
});
