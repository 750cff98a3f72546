import { expect, test } from "vitest";
import type { Entry } from "../../shared/protocol.ts";
import { fold, lastOf } from "./log.ts";

const entries = (...numbers: number[]) => numbers.map((seq) => ({ seq, id: `e${seq}` }) as Entry);

test.each([
  { log: [], news: [1, 2], want: [1, 2], gap: false },
  { log: [], news: [7, 8], want: [7, 8], gap: false },
  { log: [1, 2], news: [3], want: [1, 2, 3], gap: false },
  { log: [1, 2], news: [1, 2], want: [1, 2], gap: false },
  { log: [1, 2], news: [2, 3], want: [1, 2, 3], gap: false },
  { log: [1], news: [3, 4], want: [1], gap: true },
  { log: [1], news: [2, 4], want: [1, 2], gap: true },
  { log: [5], news: [3], want: [5], gap: false },
  { log: [], news: [], want: [], gap: false },
])("$log and $news are $want", ({ log, news, want, gap }) => {
  const all = entries(...log);
  expect(fold(all, entries(...news))).toBe(gap);
  expect(all.map(({ seq }) => seq)).toEqual(want);
  expect(lastOf(all)).toBe(want.at(-1) ?? 0);
});
