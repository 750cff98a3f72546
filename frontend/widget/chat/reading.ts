import { createEffect, createSignal } from "solid-js";
import type { Entry } from "../../shared/protocol.ts";
import type { ChatState } from "./chat.ts";

/** Returns the newest message of an agent. */
export function newestFromAgent(log: Entry[]): Entry | undefined {
  return log.findLast(({ from, kind }) => from === "agent" && kind === "message");
}

/** Tells the page which messages of agents were on screen. */
export function reportReading({ model, say }: ChatState): void {
  const [hidden, setHidden] = createSignal(document.hidden);
  document.addEventListener("visibilitychange", () => setHidden(document.hidden));

  createEffect((read: number) => {
    const seq = newestFromAgent(model().log)?.seq ?? 0;
    if (!model().open || hidden() || seq <= read) return read;
    say({ do: "read", seq });
    return seq;
  }, 0);
}
