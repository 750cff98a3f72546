import { cleanup, render, waitFor } from "@solidjs/testing-library";
import { onTestFinished } from "vitest";
import type { AskParams, State } from "../../shared/local.ts";
import { App } from "../App.tsx";
import { type App as Bound, type Intent, inOrder } from "../backend.ts";
import { createDesk, DeskContext } from "../desk.ts";

/** An intent the window sent: its name, then what it was called with. */
export type Call = [Intent, ...unknown[]];

/** The answer an intent waits for. */
export interface Held {
  resolve(): void;
  reject(reason: string): void;
}

/** Stands in for the Go side: keeps what was asked for, and says what the test tells it to. */
export function fakeDesk(first: State) {
  const calls: Call[] = [];
  const answers: Partial<Record<Intent, (...args: unknown[]) => Promise<unknown>>> = {};
  const hub: Record<string, unknown> = {};
  let current = first;
  let gone = false;
  let waiting: { resolve: (state: State) => void; reject: (reason: string) => void } | undefined;

  function next(rev: number): Promise<State> {
    if (gone) return Promise.reject("unavailable: the desk is starting");
    if (current.rev > rev) return Promise.resolve(structuredClone(current));
    return new Promise((resolve, reject) => {
      waiting = { resolve, reject };
    });
  }

  const app = new Proxy({} as Bound, {
    get(_, name) {
      if (name === "Next") return next;
      const intent = name as Intent;
      return (...args: unknown[]) => {
        if (gone) return Promise.reject("unavailable: the desk is starting");
        calls.push([intent, ...args]);
        return answers[intent]?.(...args) ?? (intent === "Ask" ? answerOf(args[0]) : Promise.resolve());
      };
    },
  });

  const answerOf = (asked: unknown) => {
    const { method, path } = asked as AskParams;
    const answer = hub[`${method} ${path}`] ?? null;
    return answer instanceof Error
      ? Promise.reject(answer.message)
      : Promise.resolve(structuredClone(answer));
  };

  return {
    app,
    calls,
    /** Answers what is asked of the hub from now on, as in "GET /site/groups". An error is what it refuses with. */
    hubSays(question: string, answer: unknown) {
      hub[question] = answer;
    },
    /** Answers what is asked of the hub from now on, where the question says what. */
    answer(reply: (params: AskParams) => unknown) {
      answers.Ask = async (params) => reply(params as AskParams);
    },
    /** What the hub was asked, but for reading: method and path, and the body. */
    changed: () =>
      calls.flatMap(([name, asked]) => {
        const { method, path, body } = (name === "Ask" ? asked : { method: "GET" }) as AskParams;
        return method === "GET" ? [] : [[`${method} ${path}`, body] as const];
      }),
    /** What was asked for by this name. */
    called: (name: Intent) => calls.filter(([called]) => called === name),
    /** Refuses an intent from now on, the way Go methods do. */
    refuse(name: Intent, reason: string) {
      answers[name] = () => Promise.reject(reason);
    },
    /** Leaves an intent without an answer from now on, until the test gives one. */
    hold(name: Intent): Held {
      const held = {} as Held;
      const answer = new Promise<void>((resolve, reject) => Object.assign(held, { resolve, reject }));
      answers[name] = () => answer;
      return held;
    },
    /** Tells the window a new state. */
    async push(change: (state: State) => void) {
      const next = structuredClone(current);
      change(next);
      next.rev += 1;
      current = next;
      waiting?.resolve(structuredClone(next));
      await settle();
    },
    /** Ends the desk: nothing is answered any more. */
    async die() {
      gone = true;
      waiting?.reject("unavailable: the desk has ended");
      await settle();
    },
    /** Starts another desk, which counts its states from the beginning. It shows when the window asks again. */
    restart(next: State) {
      current = { ...next, rev: 1 };
      gone = false;
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
