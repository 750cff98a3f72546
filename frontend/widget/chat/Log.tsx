import type { JSX } from "solid-js";
import type { Part } from "./chat.ts";
import "./log.css";

/** The log, with its lines once there are some. */
export function Log(props: Part & { lines: JSX.Element }) {
  const { model, t, started } = props.chat;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must by keyboard too
    <div class="log" role="log" aria-live="off" aria-label={t("log")} tabIndex={0}>
      <p class="system intro">{t("intro", { site: model().site.name })}</p>
      {!started() && <p class="invite">{t("greeting")}</p>}
      {props.lines}
    </div>
  );
}
