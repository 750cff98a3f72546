import { createEffect, createSignal } from "solid-js";
import type { Revision } from "../shared/local.ts";
import { isOutdated } from "./backend.ts";

/** What the hub stores whole, with the revision it had when it was read. */
interface Revised {
  revision?: Revision;
}

/**
 * Something the hub stores whole and other people change too. Shows a change at once, and what is stored again when it was refused. Changes are stored
 * one after the other, each made to what is stored by then. When somebody else was faster they stay on screen, and none is stored before what is there
 * now is loaded. `put` resolves to what the hub has stored, `again` asks for it.
 */
export function createRevised<T extends Revised>(
  stored: () => T,
  put: (next: T) => Promise<Partial<T>>,
  attempt: (intent: Promise<unknown>) => Promise<boolean>,
  again?: () => void,
) {
  // What the hub answered last, with what was stored then: it counts until something else is.
  const [answered, setAnswered] = createSignal<{ value: T; before: string }>();
  createEffect(() => {
    const last = answered();
    if (last && last.before !== JSON.stringify(stored())) setAnswered(undefined);
  });
  const is = () => answered()?.value ?? stored();
  const [changes, setChanges] = createSignal<Partial<T>[]>([]); // not stored yet, in their order
  const [outdated, setOutdated] = createSignal(false);
  let turn: Promise<unknown> = Promise.resolve();

  const made = (parts: Partial<T>[]): T => Object.assign({}, is(), ...parts);
  const isWanted = (change: Partial<T>) => changes().includes(change);
  const drop = (change: Partial<T>) => setChanges((all) => all.filter((other) => other !== change));

  async function send(change: Partial<T>): Promise<boolean> {
    if (outdated() || !isWanted(change)) return false;
    const next = { ...made([change]), revision: is().revision };
    try {
      const value = { ...next, ...(await put(next)) };
      if (isWanted(change)) keep(value);
      drop(change);
      return true;
    } catch (reason) {
      if (isOutdated(reason)) setOutdated(isWanted(change));
      else drop(change);
      throw reason;
    }
  }

  /** Shows what the hub answered, unless it has told it already: then with the revision, which not every answer has. */
  function keep(value: T) {
    const told = contentOf(value) === contentOf(stored());
    setAnswered(told ? undefined : { value, before: JSON.stringify(stored()) });
  }

  return {
    shown: () => (changes().length > 0 ? made(changes()) : is()),
    /** Resolves to whether it was accepted. */
    save(change: Partial<T>): Promise<boolean> {
      setChanges((all) => [...all, change]);
      const sent = turn.then(() => send(change));
      turn = sent.catch(() => {});
      return sent.catch((reason) => (isOutdated(reason) ? false : attempt(Promise.reject(reason))));
    },
    /** Somebody else has changed what is stored: what was changed here is not. */
    outdated,
    /** Shows what is stored now, without what was changed here. */
    load() {
      setChanges([]);
      setAnswered(undefined);
      setOutdated(false);
      again?.();
    },
  };
}

/** All but the revision, to be compared. */
const contentOf = (value: Revised) => JSON.stringify({ ...value, revision: undefined });
