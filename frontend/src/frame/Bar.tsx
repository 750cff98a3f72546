import type { JSX } from "solid-js";
import "./bar.css";

interface Props {
  label: string;
  mark: JSX.Element;
  /** What is the case; spoken when it appears. */
  head: string;
  /** What follows from it. */
  children?: JSX.Element;
  actions?: JSX.Element;
}

/** A line across the whole window, for what concerns everything in it. */
export function Bar(props: Props) {
  return (
    <section class="bar" aria-label={props.label}>
      {props.mark}
      <p>
        <b role="status">{props.head}</b> {props.children}
      </p>
      <div class="bar-actions">{props.actions}</div>
    </section>
  );
}
