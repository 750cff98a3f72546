import { createEffect, createSignal } from "solid-js";

/**
 * Settings that are stored whole by somebody else. Shows a change at once, and what is stored again when it was refused or has arrived. A
 * change is made to what is shown, so that of two quick ones the second does not undo the first.
 */
export function createSaved<T extends object>(stored: () => T, store: (next: T) => Promise<boolean>) {
  // Once accepted, with what was stored then: the change has arrived when that is no longer stored.
  const [asked, setAsked] = createSignal<{ value: T; before?: string }>();
  createEffect(() => {
    const before = asked()?.before;
    if (before !== undefined && before !== JSON.stringify(stored())) setAsked(undefined);
  });
  const shown = () => asked()?.value ?? stored();

  return {
    shown,
    /** Resolves to whether it was accepted. */
    async save(change: Partial<T>): Promise<boolean> {
      const value = { ...shown(), ...change };
      setAsked({ value });
      const accepted = await store(value);
      if (asked()?.value === value) {
        // otherwise the next change is on its way
        setAsked(accepted ? { value, before: JSON.stringify(stored()) } : undefined);
      }
      return accepted;
    },
  };
}
