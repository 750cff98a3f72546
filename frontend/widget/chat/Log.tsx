import { createMemo } from "solid-js";
import type { Part } from "./chat.ts";
import { Each } from "./Each.tsx";
import { LogLine } from "./LogLine.tsx";
import { arrange } from "./lines.ts";
import { createScroll } from "./scroll.ts";
import "./log.css";

/** What was said, the newest at the bottom, and what has not reached the hub yet. */
export function Log(props: Part) {
  const { model, t, messages, started, nameOf } = props.chat;
  const lines = createMemo(() => arrange(model().log, messages(), nameOf, model().asked, model().site.name));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must by keyboard too
    <div class="log" role="log" aria-live="off" aria-label={t("log")} tabIndex={0} ref={createScroll(lines)}>
      <p class="system intro">{t("intro", { site: model().site.name })}</p>
      {!started() && <p class="invite">{t("greeting")}</p>}
      <Each of={lines()}>{(line) => <LogLine chat={props.chat} line={line()} />}</Each>
    </div>
  );
}
