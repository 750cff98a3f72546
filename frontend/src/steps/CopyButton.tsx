import { createSignal } from "solid-js";
import { createDelay } from "../clock.ts";
import { useDesk } from "../desk.ts";
import { CheckIcon, CopyIcon } from "../parts/icons.ts";
import { useStepActions } from "./actions.ts";

const shown = 2000; // milliseconds the button says that it was done

/** Copies the snippet. */
export function CopyButton() {
  const { t } = useDesk();
  const { copySnippet } = useStepActions();
  const [done, setDone] = createSignal(false);
  const delay = createDelay(shown);
  async function copy() {
    if (!(await copySnippet())) return;
    setDone(true);
    delay.start(() => setDone(false));
  }
  return (
    <button type="button" class="button" onClick={copy}>
      {done() ? <CheckIcon class="icon small" /> : <CopyIcon class="icon small" />}
      <span role="status">{t(done() ? "snippet.copied" : "snippet.copy")}</span>
    </button>
  );
}
