declare const TARGET: string; // the sum of the target's script that was built with this one

/** Fetches the script of targeted chats; attempts are numbered, because browsers may remember one that failed. */
export function fetchTarget(attempt: number): Promise<typeof import("./target.ts")> {
  return import(/* @vite-ignore */ `./target.js?${TARGET}.${attempt}`);
}
