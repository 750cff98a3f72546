import { Show } from "solid-js";
import { useDesk } from "../desk.ts";

/** The sentence that explains the status: since when, why, and what comes next. */
export function StatusSentence() {
  const { state, t } = useDesk();
  return (
    <>
      <b>{t("sentence", { head: state.sentence.head })}</b> {state.sentence.why}
      <Show when={state.sentence.next}>{(next) => <span class="sentence-next"> {next()}</span>}</Show>
    </>
  );
}
