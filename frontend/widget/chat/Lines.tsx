import { createMemo, onMount } from "solid-js";
import type { Part } from "./chat.ts";
import { Each } from "./Each.tsx";
import { LogLine } from "./LogLine.tsx";
import { arrange } from "./lines.ts";
import { createScroll } from "./scroll.ts";
import "./lines.css";

/** What was said, the newest at the bottom, and what has not reached the hub yet. */
export function Lines(props: Part) {
  const { model, messages, nameOf } = props.chat;
  const lines = createMemo(() => arrange(model().log, messages(), nameOf, model().asked, model().site.name));
  const scroll = createScroll(lines);
  onMount(() => scroll(document.querySelector("[role=log]") as HTMLElement));
  return <Each of={lines()}>{(line) => <LogLine chat={props.chat} line={line()} />}</Each>;
}
