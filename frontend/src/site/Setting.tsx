import { type JSX, Show } from "solid-js";
import { Row } from "../settings/Row.tsx";
import { useSite } from "./site.ts";

interface Props {
  title: string;
  why?: string;
  /** What is set, in words: all that somebody sees who may not change it. */
  is: string;
  /** The control. */
  children: JSX.Element;
}

/** One setting of the site: its control, or its value for who may not change it. */
export function Setting(props: Props) {
  const { manages } = useSite();
  return (
    <Row title={props.title} why={props.why}>
      <Show when={manages()} fallback={<span class="second site-value">{props.is}</span>}>
        {props.children}
      </Show>
    </Row>
  );
}
