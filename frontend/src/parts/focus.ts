import { createComputed, createEffect, on } from "solid-js";

const controls = "button, input";
const typedInto = "input:not([type=checkbox]), textarea";

interface List {
  /** What the rows are drawn by, in their order. */
  order: () => readonly string[] | undefined;
  /** What holds the rows, and nothing else. */
  rows: () => HTMLElement | undefined;
  /** What adds a row: it is there when the last one has gone. */
  add?: () => HTMLElement | null | undefined;
}

/**
 * Keeps the keyboard in a list whose rows change places and go. Where its control cannot have it any more, another one of the row gets it; where
 * the row has gone, the one that took its place, and the last one if none did. Who was typing there gets none: what is typed on is not meant for it.
 */
export function keepFocus({ order, rows, add }: List) {
  let held: Held | undefined;
  // Who has the keyboard is known until the page changes, and given back when it has.
  createComputed(
    on(order, () => {
      held = heldIn(rowsOf(rows()));
    }),
  );
  createEffect(
    on(order, () => {
      if (!held) return;
      const { control, row, index } = held;
      if (!row.isConnected && control.matches(typedInto)) return;
      const left = rowsOf(rows());
      const next = left[Math.min(index, left.length - 1)];
      [control, ...controlsOf(row), ...controlsOf(next), add?.()].some(takesFocus);
    }),
  );
}

/** The control that has the keyboard, and its row. */
interface Held {
  control: HTMLElement;
  row: Element;
  index: number;
}

function heldIn(rows: Element[]): Held | undefined {
  const control = document.activeElement as HTMLElement;
  const index = rows.findIndex((row) => row.contains(control));
  const row = rows[index];
  return row && { control, row, index };
}

/** A list that has gone keeps its rows, which are none any more. */
const rowsOf = (list: HTMLElement | undefined) => (list?.isConnected ? [...list.children] : []);

const controlsOf = (row: Element | undefined) => row?.querySelectorAll<HTMLElement>(controls) ?? [];

/** What is disabled may look as if it still had the keyboard until the page is drawn. */
function takesFocus(control: HTMLElement | null | undefined): boolean {
  if (!control || control.matches(":disabled")) return false;
  if (control !== document.activeElement) control.focus();
  return control === document.activeElement;
}
