import type { Millis, WaitSteps } from "../../shared/local.ts";

const second = 1000;

/** The whole seconds left, by the hub's clock, until a wait that counts from `since` is missed. That is known roughly: never less than none, never more than there are. */
export function secondsLeft(since: Millis, { t3 }: WaitSteps, now: Millis): number {
  return Math.min(t3, Math.max(0, Math.ceil((since - now) / second) + t3));
}

/** Says whether all Online agents are asked by now. */
export function pressing(left: number, { t1, t3 }: WaitSteps): boolean {
  return left <= t3 - t1;
}

/** Writes seconds as m:ss. */
export function figure(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
