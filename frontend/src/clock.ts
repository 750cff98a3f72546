import { createMemo, createSignal, onCleanup } from "solid-js";

const second = 1000;
const coarse = 10 * second;

/** The one timer behind every figure that changes by itself. */
export function createClock() {
  const [now, setNow] = createSignal(Date.now());
  const timer = setInterval(() => setNow(Date.now()), second);
  onCleanup(() => clearInterval(timer));
  return {
    /** The time, to the second. */
    now,
    /** The time to ten seconds, for figures in minutes. */
    lately: createMemo(() => Math.floor(now() / coarse) * coarse),
  };
}

/** Returns a timer that runs the last thing it was given, and nothing once the component is gone. */
export function createDelay(milliseconds: number) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const cancel = () => clearTimeout(timer);
  onCleanup(cancel);
  return {
    start(run: () => void) {
      cancel();
      timer = setTimeout(run, milliseconds);
    },
    cancel,
  };
}
