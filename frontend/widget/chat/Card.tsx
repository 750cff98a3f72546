import { onMount } from "solid-js";
import { initials } from "../../shared/initials.ts";
import css from "./card.css?inline";
import type { Part } from "./chat.ts";

/** A targeted chat above the launcher: pressed, it opens the chat. It never takes the keyboard by itself. */
function Card(props: Part) {
  const { model, t, say, nameOf } = props.chat;
  const name = () => nameOf(model().asked?.agent.name);
  onMount(() => say({ do: "shown" }));
  return (
    <section class="card" aria-label={t("targeted", { site: model().site.name })}>
      <button type="button" class="ask" on:click={() => say({ do: "open" })}>
        <span class="face" aria-hidden="true">
          {initials(name())}
        </span>
        <span>
          <b>{name()}</b>
          <span class="asked" dir="auto">
            {model().asked?.text}
          </span>
        </span>
      </button>
      <button type="button" class="close" aria-label={t("dismiss")} on:click={() => say({ do: "dismiss" })}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M18 6 6 18M6 6l12 12" />
        </svg>
      </button>
    </section>
  );
}

export const part = { draw: Card, css };
