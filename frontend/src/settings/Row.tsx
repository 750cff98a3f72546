import { type JSX, Show } from "solid-js";

interface Props {
  title: string;
  /** One line why, or what it does. */
  why?: string;
  children?: JSX.Element;
}

/** One setting: what it is at the left, its control at the right. */
export function Row(props: Props) {
  return (
    <div class="setting">
      <div class="setting-words">
        <p>{props.title}</p>
        <Show when={props.why}>
          <p class="second">{props.why}</p>
        </Show>
      </div>
      {props.children}
    </div>
  );
}
