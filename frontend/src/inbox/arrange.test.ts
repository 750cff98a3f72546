import { expect, test } from "vitest";
import { ago, colleague, item, me, member } from "../testing/state.ts";
import { arrange, type Filter } from "./arrange.ts";

const conversations = [
  item("news", { group: "mine", members: [member(me)], last: undefined, openedAt: ago(1) }),
  item("short", { waitingSince: ago(1) }),
  item("offline", { state: "offline", waitingSince: ago(600), offline: true }),
  item("missed", { state: "missed", waitingSince: ago(40) }),
  item("owned", { state: "owned", waitingSince: ago(20) }),
  item("long", { waitingSince: ago(9), assigned: me.id }),
  item("theirs", { group: "colleagues", members: [member(colleague)], waitingSince: 0 }),
  item("old", {
    group: "mine",
    members: [member(me), member(colleague)],
    last: undefined,
    openedAt: ago(50),
  }),
];

const shown = (filter: Filter) =>
  Object.entries(arrange(conversations, filter, me.id)).map(([group, items]) => [
    group,
    items.map(({ id }) => id),
  ]);

test("who waits longest is on top, then what is missed, then offline messages; the rest by news", () => {
  expect(shown("all")).toEqual([
    ["needs", ["long", "short", "owned", "missed", "offline"]],
    ["mine", ["news", "old"]],
    ["colleagues", ["theirs"]],
  ]);
});

test("My messages are those the agent is a member of", () => {
  expect(shown("mine")).toEqual([
    ["needs", []],
    ["mine", ["news", "old"]],
    ["colleagues", []],
  ]);
});

test("Unassigned are those nobody has", () => {
  expect(shown("unassigned")).toEqual([
    ["needs", ["short", "owned", "missed", "offline"]],
    ["mine", []],
    ["colleagues", []],
  ]);
});
