import { Show } from "solid-js";
import type { Refusal } from "../backend.ts";
import { Explanation } from "../parts/Explanation.tsx";

/** The end of a form: the button that sends it, and what comes next or why it was refused. */
export function Go(props: { label: string; next: string; busy: boolean; refused: Refusal | undefined }) {
  return (
    <div class="welcome-go">
      <button type="submit" class="button primary" aria-disabled={props.busy}>
        {props.label}
      </button>
      <Show when={props.refused} fallback={<span class="second">{props.next}</span>}>
        {(why) => (
          <span class="form-refused" role="alert">
            <Explanation of={why()} />
          </span>
        )}
      </Show>
    </div>
  );
}
