import { type Accessor, createEffect, createMemo, createSignal } from "solid-js";
import type { ChatState } from "./chat.ts";
import { newestFromAgent } from "./reading.ts";

const aMoment = 500; // milliseconds

/**
 * Returns what a screen reader is to say: new messages of agents, another face, that nobody could answer, a link that is gone. Only what happens while the chat is open. Each
 * is a node of its own, because a region whose text stays the same is not read again.
 */
export function createAnnouncements(
  { model, t, messenger, started, present, nameOf }: ChatState,
  cut: Accessor<boolean>,
): Accessor<Text> {
  const [spoken, setSpoken] = createSignal(document.createTextNode(""));
  const says = <V>(value: Accessor<V>, words: (value: V) => string | undefined) =>
    createEffect((before?: [V]): [V] => {
      const now = value();
      const text = before && before[0] !== now && model().open ? words(now) : undefined;
      if (text !== undefined) setSpoken(document.createTextNode(text));
      return [now];
    });

  // The card comes while the chat is closed, and out of sight: only what changes once it can be seen is read.
  const card = createMemo(() => {
    const { card, asked } = model();
    return card && asked ? `${nameOf(asked.agent.name)}: ${asked.text}` : "";
  });
  createEffect(() => {
    if (card()) setTimeout(setSpoken, aMoment, document.createTextNode(card()));
  });

  says(
    () => newestFromAgent(model().log)?.seq,
    () => {
      const entry = newestFromAgent(model().log);
      return entry && `${nameOf(entry.name)}: ${entry.text}`;
    },
  );
  says(messenger, (away) => (away ? t(started() ? "slow" : "lead") : `${present()}: ${t("hereNow")}`));
  says(
    () => model().missed,
    (missed) => (missed ? t("missed") : undefined), // a reply, which ends it, is read by itself
  );
  says(cut, (gone) => (gone ? t("noConnection") : ""));
  return spoken;
}
