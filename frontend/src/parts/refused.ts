import { createSignal } from "solid-js";
import type { Code, Failed } from "../../shared/local.ts";
import { type Intent, isOutdated, Refusal } from "../backend.ts";
import type { T, TextKey } from "../texts.ts";

type Sentences = Partial<Record<Code, TextKey>>;

const ofHub: Sentences = { unavailable: "refused.hub", busy: "refused.hub" };
const ofMessage: Sentences = {
  invalid: "refused.text",
  not_found: "refused.noConversation",
  unavailable: "refused.notTaken",
};
const ofSettings: Sentences = { unavailable: "refused.notSaved", internal: "refused.notSaved" };

/** Where more can be said than a code says by itself. */
const sentences: Partial<Record<Intent, Sentences>> = {
  Start: { invalid: "refused.names" },
  SignIn: {
    invalid: "refused.signIn.address",
    unauthorized: "signIn.wrong",
    busy: "refused.signIn.tooOften",
    unavailable: "refused.signIn.unreachable",
  },
  Join: { ...ofHub, conflict: "refused.taken" },
  Add: { ...ofHub, conflict: "refused.taken" },
  Assign: { ...ofHub, conflict: "refused.taken" },
  LeaveConversation: { ...ofHub, conflict: "refused.closed" },
  Take: ofHub,
  CloseConversation: { ...ofHub, conflict: "refused.closed" },
  Earlier: ofHub,
  SetPolicy: ofHub,
  SetHours: { ...ofHub, invalid: "refused.hours" },
  SetReserve: ofHub,
  Ask: ofHub,
  Send: ofMessage,
  SetSettings: ofSettings,
  SetSteps: ofSettings,
  OpenLink: { invalid: "refused.address" },
};

/** Says why something was refused, in the words of the window. `intent` is what was refused, where the refusal does not tell. */
export function explain(t: T, refused: Refusal | Failed, intent?: Intent): string {
  const asked = refused instanceof Refusal ? refused.intent : intent;
  if (asked === "SignIn" && refused.code === "unavailable" && !navigator.onLine)
    return t("refused.signIn.offline");
  if (isOutdated(refused)) return t("refused.outdated");
  return t((asked && sentences[asked]?.[refused.code]) ?? `refused.${refused.code}`);
}

/** Follows a form from the press of its button to the answer. */
export function createSubmit(send: () => Promise<void>) {
  const [busy, setBusy] = createSignal(false);
  const [refused, setRefused] = createSignal<Refusal>();
  async function submit(event: SubmitEvent) {
    event.preventDefault();
    if (busy()) return;
    setBusy(true);
    setRefused(undefined);
    try {
      await send();
    } catch (reason) {
      if (!(reason instanceof Refusal)) throw reason;
      setRefused(reason);
    } finally {
      setBusy(false);
    }
  }
  return { busy, refused, submit, forget: () => setRefused(undefined) };
}
