import { createRoot } from "solid-js";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { State } from "../shared/local.ts";
import { createFeed } from "./feed.ts";
import { settle } from "./testing/desk.tsx";
import { item, session, state } from "./testing/state.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A Go side whose answers to Next the test gives one by one. */
function follow() {
  const asked: number[] = [];
  let answer: { resolve: (state: State) => void; reject: (reason: string) => void } | undefined;
  const app = {
    Next(rev: number) {
      asked.push(rev);
      return new Promise<State>((resolve, reject) => {
        answer = { resolve, reject };
      });
    },
  };
  const { feed, dispose } = createRoot((dispose) => ({ feed: createFeed(app), dispose }));
  return {
    ...feed,
    asked,
    dispose,
    async tell(next: State) {
      answer?.resolve(next);
      await settle();
    },
    async lose() {
      answer?.reject("unavailable: the desk is gone");
      await settle();
    },
  };
}

test("asks for what is newer than what it has, one question at a time", async () => {
  const feed = follow();
  expect(feed.asked).toEqual([0]);
  await feed.tell(state({ rev: 7 }));
  expect(feed.asked).toEqual([0, 7]);
  expect(feed.state.rev).toBe(7);
  feed.dispose();
});

test("a desk that went is asked again after a second, from the start", async () => {
  const feed = follow();
  await feed.tell(state({ rev: 41 }));
  await feed.lose();
  expect(feed.cut()).toBe(true);
  expect(feed.state.rev).toBe(41);
  expect(feed.asked).toEqual([0, 41]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(feed.asked).toEqual([0, 41, 0]);
  await feed.tell(state({ rev: 3 }));
  expect(feed.cut()).toBe(false);
  expect(feed.state.rev).toBe(3);
  expect(feed.asked).toEqual([0, 41, 0, 3]);
  feed.dispose();
});

test("keeps the identity of a conversation while its place and contents change", async () => {
  const feed = follow();
  await feed.tell(state({ rev: 1, session: session({ conversations: [item("a"), item("b")] }) }));
  const [, b] = feed.state.session?.conversations ?? [];
  await feed.tell(
    state({ rev: 2, session: session({ conversations: [item("b", { unread: false }), item("c")] }) }),
  );
  expect(feed.state.session?.conversations[0]).toBe(b);
  expect(b?.unread).toBe(false);
  feed.dispose();
});

test("ends with the page", async () => {
  const feed = follow();
  feed.dispose();
  await feed.tell(state({ rev: 1 }));
  expect(feed.asked).toEqual([0]);
});
