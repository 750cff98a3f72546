import { type JSX, Show } from "solid-js";
import { initials } from "../../shared/initials.ts";
import { PersonIcon } from "./icons.ts";
import { tone } from "./names.ts";
import "./picture.css";

interface Props {
  /** Decides the colour, so that it stays with the person. */
  id: string;
  /** Empty for a visitor nobody knows by name. */
  name: string;
  /** Visitors are rounded squares, agents are circles. */
  agent?: boolean;
  size?: "small" | "large";
  /** A badge at the lower right. */
  children?: JSX.Element;
}

/** A person's picture: initials on a pale colour. Decoration: the name stands beside it. */
export function Picture(props: Props) {
  return (
    <span
      class={`picture ${props.name ? tone(props.id) : "unknown"} ${props.size ?? ""} ${props.agent ? "round" : ""}`}
      aria-hidden="true"
    >
      <Show when={props.name} fallback={<PersonIcon class="icon small" />}>
        {initials(props.name)}
      </Show>
      <Show when={props.children}>
        <span class="badge">{props.children}</span>
      </Show>
    </span>
  );
}
