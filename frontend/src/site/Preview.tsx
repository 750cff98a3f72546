import { For, Show } from "solid-js";
import { initials } from "../../shared/initials.ts";
import type { Colours } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { createOurs } from "./ours.ts";
import { useSite } from "./site.ts";
import "./preview.css";

/** The widget as visitors see it, drawn in each scheme it can have. Decoration: everything it shows is set beside it. */
export function Preview() {
  const { shown } = useSite();
  const schemes = () => {
    const { scheme } = shown().look;
    return scheme === "auto" ? (["light", "dark"] as const) : [scheme];
  };
  return (
    <div class="preview" aria-hidden="true">
      <For each={schemes()}>{(scheme) => <Drawn scheme={scheme} />}</For>
    </div>
  );
}

function Drawn(props: { scheme: keyof Colours }) {
  const { session, language } = useDesk();
  const { shown, colours } = useSite();
  const ours = createOurs(language);
  const look = () => shown().look;
  const colour = () => colours()[props.scheme];
  const words = () => ({ ...shown().texts.default, ...shown().texts[language()] });
  const title = () => words().liveTitle || (look().team ? ours()?.team : session().agent.name);
  return (
    <div
      class={`preview-page ${props.scheme} ${look().corner} ${look().radius}`}
      style={{ "--fill": colour().fill, "--on": colour().on }}
    >
      <div class="preview-chat">
        <div class="preview-header">
          <Show when={!look().team}>
            <span class="preview-face">{initials(session().agent.name)}</span>
          </Show>
          <span class="preview-names">
            <b class="cut-off">{title()}</b>
            <span class="cut-off">{ours()?.hereNow}</span>
          </span>
        </div>
        <p class="preview-greeting">{words().greeting || ours()?.greeting}</p>
        <p class="preview-bubble">{ours()?.yourMessage}</p>
      </div>
      <Show when={!look().ownLauncher}>
        <span class="preview-launcher">
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M13 2a10 10 0 1 1-5 19l-5 2 2-5a10 10 0 0 1 8-16z" />
          </svg>
          <Show when={words().launcher}>{(label) => <span class="cut-off">{label()}</span>}</Show>
        </span>
      </Show>
    </div>
  );
}
