import { expect, test } from "vitest";
import type { Entry } from "../../shared/protocol.ts";
import { arrange } from "./lines.ts";

const noon = new Date(2026, 10, 23, 12).getTime();
const minute = 60_000;

function entry(seq: number, change: Partial<Entry> = {}): Entry {
  return {
    seq,
    id: `e${seq}`,
    kind: "message",
    from: "agent",
    author: "a1",
    name: "Ana",
    text: "",
    at: noon,
    ...change,
  };
}

const plain = (name = "") => name;

const runs = (log: Entry[]) =>
  arrange(log, [], plain).map(({ first, last }) => `${first ? "[" : ""}${last ? "]" : ""}`);

test.each([
  ["one author", [entry(1), entry(2), entry(3)], ["[", "", "]"]],
  ["two authors", [entry(1), entry(2, { from: "visitor", name: undefined })], ["[]", "[]"]],
  ["two agents", [entry(1), entry(2, { name: "Jonas" })], ["[]", "[]"]],
  ["a long pause", [entry(1), entry(2, { at: noon + 10 * minute })], ["[]", "[]"]],
  ["midnight", [entry(1, { at: noon + 719 * minute }), entry(2, { at: noon + 721 * minute })], ["[]", "[]"]],
  ["a system line between", [entry(1), entry(2, { kind: "joined" }), entry(3)], ["[]", "[]", "[]"]],
])("runs: %s", (_, log, want) => {
  expect(runs(log as Entry[])).toEqual(want);
});

test("what is unsent comes last and continues the visitor's run, but for what was refused", () => {
  const mine = entry(1, { from: "visitor", name: undefined });
  const lines = arrange(
    [mine],
    [
      { id: "a", text: "", at: noon },
      { id: "b", text: "", at: noon, refused: "text" },
      { id: "c", text: "", at: noon },
    ],
    plain,
  );
  expect(lines.map(({ progress, first, last }) => [progress, first, last])).toEqual([
    ["sent", true, false],
    ["sending", false, true],
    ["failed", true, true],
    ["sending", true, true],
  ]);
});

test("a kind of entry that is not known is left out", () => {
  const odd = entry(2, { kind: "tagged" as Entry["kind"] });
  expect(arrange([entry(1), odd, entry(3)], [], plain).map(({ seq }) => seq)).toEqual([1, 3]);
});

test("an agent is called as told, a visitor is not", () => {
  const log = [entry(1), entry(2, { name: undefined }), entry(3, { from: "visitor", name: undefined })];
  const lines = arrange(log, [], () => "Our team");
  expect(lines.map(({ name }) => name)).toEqual(["Our team", "Our team", ""]);
});
