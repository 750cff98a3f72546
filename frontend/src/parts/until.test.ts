import { expect, test } from "vitest";
import type { Language } from "../../shared/local.ts";
import { times } from "../../shared/time.ts";
import { now } from "../testing/state.ts";
import { textsOf } from "../texts.ts";
import { untilWords } from "./until.ts";

const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
const at = (day: number) => new Date(2026, 10, day, 16).getTime();

test.each([
  ["en", "until 16:00", "until Nov 25, 16:00"],
  ["de", "bis 16:00", "bis 25. Nov., 16:00"],
  ["fr", "jusqu’à 16:00", "jusqu’au 25 nov., 16:00"],
] satisfies [Language, string, string][])("%s says %s and %s", async (language, today, later) => {
  const t = await textsOf(language);
  const time = times(language, here);
  expect(untilWords(t, time, at(23), now)).toBe(today);
  expect(untilWords(t, time, at(25), now)).toBe(later);
});
