import { createSignal } from "solid-js";
import type { Failed } from "../../shared/local.ts";
import { type Refusal, refusal } from "../backend.ts";
import type { T } from "../texts.ts";

/** Says why something was refused, in the words of the window. */
export function explain(t: T, refused: Refusal | Failed): string {
  return t(`refused.${refused.code}`, { message: refused.message });
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
      setRefused(refusal(reason));
    } finally {
      setBusy(false);
    }
  }
  return { busy, refused, submit };
}
