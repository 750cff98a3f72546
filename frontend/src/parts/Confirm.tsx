import { type JSX, Show } from "solid-js";
import { Explanation } from "./Explanation.tsx";
import { createSubmit } from "./refused.ts";
import "./confirm.css";

interface Props {
  /** Takes what asks. */
  ref: (ask: () => void) => void;
  label: string;
  /** What leaves everything as it is. */
  keep: string;
  /** The verb of what cannot be undone. */
  go: string;
  /** It is about somebody's being there at all. */
  danger?: boolean;
  /** Rejected with a Refusal, which the dialog shows. */
  onGo: () => Promise<unknown>;
  children: JSX.Element;
}

/** Asks before something that cannot be undone, and stays until that is done or refused: nothing behind it can be seen to say why. */
export function Confirm(props: Props) {
  let dialog: HTMLDialogElement | undefined;
  const close = () => dialog?.close();
  const { busy, refused, submit, forget } = createSubmit(async () => {
    await props.onGo();
    close();
  });
  const keep = () => !busy() && close();
  props.ref(() => {
    forget();
    dialog?.showModal();
  });
  return (
    <dialog
      ref={dialog}
      class="floating confirm"
      aria-label={props.label}
      onCancel={(event) => busy() && event.preventDefault()}
    >
      {props.children}
      <form onSubmit={submit}>
        <Show when={refused()}>
          {(why) => (
            <p class="form-refused" role="alert">
              <Explanation of={why()} />
            </p>
          )}
        </Show>
        <div class="setting-buttons">
          <button type="button" class="button" aria-disabled={busy()} onClick={keep}>
            {props.keep}
          </button>
          <button
            type="submit"
            class={`button ${props.danger ? "danger" : "primary"}`}
            aria-disabled={busy()}
          >
            {props.go}
          </button>
        </div>
      </form>
    </dialog>
  );
}
