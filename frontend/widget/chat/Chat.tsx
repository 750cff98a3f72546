import { createEffect, createMemo, createSignal, onCleanup } from "solid-js";
import { createAnnouncements } from "./announcements.ts";
import { Composer } from "./Composer.tsx";
import type { ChatState, Part } from "./chat.ts";
import { createFetched } from "./fetched.ts";
import { Header } from "./Header.tsx";
import { Log } from "./Log.tsx";
import { wearLook } from "./look.ts";
import { reportReading } from "./reading.ts";
import "./chat.css";

const patience = 2_000; // milliseconds a link may be gone before it is worth a word

/** The whole chat, with the face that the model says. */
export function Chat(props: Part) {
  const { model, t, say, form, messenger, started } = props.chat;
  const card = createFetched(
    props.chat,
    () => model().card,
    () => import("./Card.tsx"),
  );
  const answer = createFetched(
    props.chat,
    () => (messenger() || model().missed) && started(),
    () => import("./Answer.tsx"),
  );
  const cut = createCut(props.chat);
  const spoken = createAnnouncements(props.chat, cut);
  reportReading(props.chat);
  wearLook(props.chat);

  // The window of a form is only as tall as its content.
  const size = new ResizeObserver(([entry]) => {
    const height = entry?.target.getBoundingClientRect().height;
    if ((form() || model().card) && height) say({ do: "fit", height: Math.ceil(height) });
  });
  createEffect(() => form() || model().card || say({ do: "fit", height: 0 }));
  createEffect(() => document.documentElement.classList.toggle("phone", model().phone));

  return (
    <main
      ref={(main) => size.observe(main)}
      class={`${form() ? "form" : ""} ${model().card ? "carded" : ""}`}
      on:keydown={(event) => {
        if (event.key === "Escape" && !event.isComposing) say({ do: model().card ? "dismiss" : "close" });
      }}
    >
      {card()}
      <Header chat={props.chat} />
      {cut() && <p class="cut">{t("noConnection")}</p>}
      {!form() && <Log chat={props.chat} />}
      {answer()}
      <Composer chat={props.chat} />
      <p class="unseen" aria-live="polite">
        {spoken()}
      </p>
    </main>
  );
}

/** Says whether the link has been gone for long enough to speak of it. */
function createCut({ model }: ChatState) {
  const [cut, setCut] = createSignal(false);
  const linked = createMemo(() => model().linked);
  let timer: ReturnType<typeof setTimeout> | undefined;
  createEffect(() => {
    clearTimeout(timer);
    if (linked()) setCut(false);
    else timer = setTimeout(() => setCut(true), patience);
  });
  onCleanup(() => clearTimeout(timer));
  return cut;
}
