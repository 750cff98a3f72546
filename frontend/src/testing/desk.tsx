import { cleanup, render, waitFor } from "@solidjs/testing-library";
import { onTestFinished } from "vitest";
import type { State } from "../../shared/local.ts";
import { App } from "../App.tsx";
import { type App as Bound, type Intents, inOrder } from "../backend.ts";
import { createDesk, DeskContext } from "../desk.ts";

/** An intent the window sent: its name, then what it was called with. */
export type Call = [keyof Intents, ...unknown[]];

/** Stands in for the Go side: keeps what was asked for, and says what the test tells it to. */
export function fakeDesk(first: State) {
  const calls: Call[] = [];
  const answers: Partial<Record<keyof Intents, () => Promise<void>>> = {};
  let current = first;
  let wake: ((state: State) => void) | undefined;

  const app = new Proxy({} as Bound, {
    get(_, name) {
      if (name === "Next") {
        return (rev: number) =>
          current.rev > rev
            ? Promise.resolve(structuredClone(current))
            : new Promise<State>((resolve) => {
                wake = resolve;
              });
      }
      const method = name as keyof Intents;
      return (...args: unknown[]) => {
        calls.push([method, ...args]);
        return answers[method]?.() ?? Promise.resolve();
      };
    },
  });

  return {
    app,
    calls,
    /** What was asked for by this name. */
    called: (name: keyof Intents) => calls.filter(([called]) => called === name),
    /** Refuses an intent from now on, the way Go methods do. */
    refuse(name: keyof Intents, reason: string) {
      answers[name] = () => Promise.reject(reason);
    },
    /** Tells the window a new state. */
    async push(change: (state: State) => void) {
      const next = structuredClone(current);
      change(next);
      next.rev += 1;
      current = next;
      wake?.(structuredClone(next));
      await settle();
    },
  };
}

/** Lets everything run that waits for promises only. */
export async function settle() {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

/** Shows the whole window over a fake desk. */
export async function showWindow(first: State) {
  const desk = fakeDesk(first);
  render(() => (
    <DeskContext.Provider value={createDesk(desk.app, inOrder(desk.app))}>
      <App />
    </DeskContext.Provider>
  ));
  onTestFinished(cleanup);
  await waitFor(() => {
    if (!document.querySelector("main:not(.starting)")) throw new Error("still starting");
  });
  return desk;
}
