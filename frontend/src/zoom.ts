import { createSignal } from "solid-js";

const steps = [75, 90, 100, 110, 125, 150, 175, 200];
const normal = 100;
const key = "zoom";

const [percent, setPercent] = createSignal(normal);

/** Restores the zoom of the last time. Every length of the page is in rem, so the root's font size is all there is to it. */
export function keepZoom() {
  const kept = Number(localStorage.getItem(key));
  apply(steps.includes(kept) ? kept : normal);
}

/** Makes everything larger (1) or smaller (-1) by one step, or as large as usual (0). */
export function zoom(direction: -1 | 0 | 1) {
  const larger = steps.find((step) => step > percent()) ?? percent();
  const smaller = steps.findLast((step) => step < percent()) ?? percent();
  apply(direction === 0 ? normal : direction > 0 ? larger : smaller);
}

/** How many pixels a length in rem has now. */
export function pixels(rem: number): number {
  percent(); // which the root's font size follows
  return rem * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}

function apply(next: number) {
  document.documentElement.style.fontSize = `${next}%`;
  localStorage.setItem(key, String(next));
  setPercent(next);
}
