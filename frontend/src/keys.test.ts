import { expect, test } from "vitest";
import { chordsOf } from "./keys.ts";

const press = (key: string, code: string, more: KeyboardEventInit = {}) =>
  chordsOf(new KeyboardEvent("keydown", { key, code, ctrlKey: true, ...more }));

test.each([
  ["a letter", press("j", "KeyJ"), "mod+j"],
  ["a letter with Shift", press("O", "KeyO", { shiftKey: true }), "mod+shift+o"],
  ["a named key with Shift", press("F6", "F6", { ctrlKey: false, shiftKey: true }), "shift+f6"],
  ["an arrow", press("ArrowUp", "ArrowUp", { ctrlKey: false, altKey: true }), "alt+arrowup"],
  ["a digit", press("1", "Digit1"), "mod+1"],
  ["a digit of the block of figures", press("0", "Numpad0"), "mod+0"],
  ["1 on a French keyboard", press("&", "Digit1"), "mod+1"],
  ["0 on a French keyboard", press("à", "Digit0"), "mod+0"],
  ["0 on a French keyboard, with Shift", press("0", "Digit0", { shiftKey: true }), "mod+0"],
  ["plus on an American keyboard", press("+", "Equal", { shiftKey: true }), "mod++"],
  ["plus on a German keyboard", press("+", "BracketRight"), "mod++"],
  ["minus on a French keyboard", press("-", "Digit6"), "mod+-"],
])("%s", (_, chords, wanted) => {
  expect(chords).toContain(wanted);
});

test("what a key writes counts before its place on the keyboard", () => {
  expect(press("-", "Digit6")).toEqual(["mod+-", "mod+6"]);
});
