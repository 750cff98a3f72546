import { onCleanup } from "solid-js";

const pause = 5000; // milliseconds between two reports

// Not scroll events: a message that comes scrolls the log by itself.
const inputs = ["pointerdown", "pointermove", "keydown", "wheel"] as const;

/** Reports that the person does something in this window, while that is wanted. */
export function createActivity(wanted: () => boolean, report: () => void) {
  let reported = -pause;
  let pointer = "";

  /** Says whether an event is no more than the page moving under a pointer at rest. */
  function still(event: Event): boolean {
    if (event.type !== "pointermove") return false;
    const { screenX, screenY } = event as PointerEvent;
    const before = pointer;
    pointer = `${screenX} ${screenY}`;
    return pointer === before;
  }

  function follow(event: Event) {
    if (still(event) || !wanted()) return;
    const now = performance.now();
    if (now - reported < pause) return;
    reported = now;
    report();
  }

  const options = { capture: true, passive: true };
  for (const input of inputs) window.addEventListener(input, follow, options);
  onCleanup(() => {
    for (const input of inputs) window.removeEventListener(input, follow, options);
  });
}
