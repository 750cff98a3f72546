import { setTimeout as pause } from "node:timers/promises";

const defaultDeadline = 10_000;

/**
 * Waits until `probe` answers something truthy and returns that. A probe that throws counts as "not yet".
 * After `within` milliseconds it fails, naming what it waited for and what it saw last.
 */
export async function until<T>(
  what: string,
  probe: () => T | Promise<T>,
  within = defaultDeadline,
): Promise<NonNullable<T>> {
  const deadline = Date.now() + within;
  for (;;) {
    let last: unknown;
    try {
      const answer = await probe();
      if (answer) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) throw new Error(`not within ${within} ms: ${what} (last: ${show(last)})`);
    await pause(20);
  }
}

function show(value: unknown): string {
  // A web driver's errors may have nothing but a name.
  return value instanceof Error ? value.message || value.name : (JSON.stringify(value) ?? "undefined");
}
