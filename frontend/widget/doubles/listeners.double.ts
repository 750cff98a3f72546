import { vi } from "vitest";

/** Watches who listens to the window, and returns what takes them all off again: a page ends, a test does not. */
export function trackListeners(): () => void {
  const spy = vi.spyOn(globalThis, "addEventListener");
  return () => {
    for (const [type, listener] of spy.mock.calls) removeEventListener(type, listener as EventListener);
    spy.mockRestore();
  };
}
