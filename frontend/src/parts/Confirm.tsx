import type { JSX } from "solid-js";
import "./confirm.css";

interface Props {
  ref: (dialog: HTMLDialogElement) => void;
  label: string;
  /** What leaves everything as it is. */
  keep: string;
  /** The verb of what cannot be undone. */
  go: string;
  /** It is about somebody's being there at all. */
  danger?: boolean;
  onGo: () => void;
  children: JSX.Element;
}

/** Asks before something that cannot be undone. Either answer closes it. */
export function Confirm(props: Props) {
  return (
    <dialog ref={props.ref} class="floating confirm" aria-label={props.label}>
      {props.children}
      <form method="dialog" class="setting-buttons">
        <button type="submit" class="button">
          {props.keep}
        </button>
        <button
          type="submit"
          class={`button ${props.danger ? "danger" : "primary"}`}
          onClick={() => props.onGo()}
        >
          {props.go}
        </button>
      </form>
    </dialog>
  );
}
