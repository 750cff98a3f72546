import type { Part } from "./chat.ts";
import { Lines } from "./Lines.tsx";
import "./log.css";

/** The log: what the site says first, and what was said. */
export function Log(props: Part) {
  const { model, t, started } = props.chat;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must by keyboard too
    <div class="log" role="log" aria-live="off" aria-label={t("log")} tabIndex={0}>
      <p class="system intro">{t("intro", { site: model().site.name })}</p>
      {!started() && <p class="invite">{t("greeting")}</p>}
      <Lines chat={props.chat} />
    </div>
  );
}
