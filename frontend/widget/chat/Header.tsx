import { initials } from "../../shared/initials.ts";
import type { Part } from "./chat.ts";
import { Each } from "./Each.tsx";
import { faces } from "./people.ts";
import "./header.css";

/** Who is there, or that a message is welcome. */
export function Header(props: Part) {
  const { model, t, say, messenger, started, present } = props.chat;
  const here = () => model().linked && !messenger();
  const title = () => (messenger() ? t("title") : present());
  const line = () => {
    if (!messenger()) return t(here() ? "hereNow" : "connecting");
    return t(started() || !model().linked ? "slow" : "lead");
  };
  return (
    <header class={messenger() ? "" : "live"}>
      {!messenger() && (
        <span class="faces" aria-hidden="true">
          <Each of={faces(model())}>{(agent) => <span>{initials(agent().name)}</span>}</Each>
        </span>
      )}
      <div>
        <h1>{title()}</h1>
        <p class={here() ? "here" : ""}>{line()}</p>
      </div>
      <button type="button" class="close" aria-label={t("close")} on:click={() => say({ do: "close" })}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M18 6 6 18M6 6l12 12" />
        </svg>
      </button>
    </header>
  );
}
