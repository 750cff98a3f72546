import { createSignal, onCleanup } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import type { State } from "../shared/local.ts";
import type { App } from "./backend.ts";

const again = 1000; // milliseconds before a lost desk is asked again

const nothing: State = {
  rev: 0,
  stage: "starting",
  session: null,
  proposed: { name: "", site: "", hub: "", email: "" },
  sentence: { head: "", why: "" },
  settings: { startAtLogin: false, keepRunning: false, language: "" },
  system: { builtin: true, trayHost: true, idle: "", keychain: true, language: "en", zone: "", version: "" },
  steps: { hidden: true, tried: false, copied: false },
  raise: 0,
};

/** Pulls the desk's state into a store that keeps the identity of what stays the same, so that the page keeps its nodes. */
export function createFeed(app: Pick<App, "Next">) {
  const [state, setState] = createStore<State>(nothing);
  const [cut, setCut] = createSignal(false);
  let stopped = false;
  onCleanup(() => {
    stopped = true;
  });

  async function follow() {
    let rev = 0;
    while (!stopped) {
      try {
        const next = await app.Next(rev);
        rev = next.rev;
        setState(reconcile(next));
        setCut(false);
      } catch {
        rev = 0; // another desk counts from the start
        setCut(true);
        await new Promise((resolve) => setTimeout(resolve, again));
      }
    }
  }
  void follow();
  return { state, cut };
}
