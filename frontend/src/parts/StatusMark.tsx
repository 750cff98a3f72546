import { Match, Show, Switch } from "solid-js";
import type { Status } from "../../shared/local.ts";
import "./status-mark.css";

/** What a ring says about why there is no more than a ring. */
export type Sign = "idle" | "cut";

interface Props {
  status: Status;
  sign?: Sign;
  /** Asked for and not confirmed yet: a dashed outline of the shape. */
  pending?: boolean;
}

/**
 * Says by fullness how present somebody is: full Online, half Invisible, empty Offline. Decoration: the words
 * stand beside it.
 */
export function StatusMark(props: Props) {
  const thin = () => props.sign !== undefined;
  return (
    <svg
      class="status-mark"
      classList={{ [props.status]: !props.sign, [props.sign ?? ""]: thin(), pending: props.pending }}
      viewBox="0 0 16 16"
      aria-hidden="true"
    >
      <circle class="outline" cx="8" cy="8" r={thin() ? 7 : 6.75} />
      <Switch>
        <Match when={props.sign === "idle"}>
          <path class="sign" d="M8 4v4h3.2" />
        </Match>
        <Match when={props.sign === "cut"}>
          <path class="sign" d="M5.4 5.4l5.2 5.2m0-5.2l-5.2 5.2" />
        </Match>
        <Match when={!props.pending}>
          <Show when={props.status === "online"}>
            <circle class="fill" cx="8" cy="8" r="6.75" />
          </Show>
          <Show when={props.status === "invisible"}>
            <path class="fill" d="M8 1.25a6.75 6.75 0 0 0 0 13.5z" />
          </Show>
        </Match>
      </Switch>
    </svg>
  );
}
