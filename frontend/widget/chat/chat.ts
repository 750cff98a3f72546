import type { Accessor } from "solid-js";
import type { Model } from "../port.ts";
import type { Say } from "./connect.ts";
import type { T } from "./texts.ts";

/** What every part of the chat reads. */
export type ChatState = ReturnType<typeof createChat>;

/** What a part of the chat gets. */
export interface Part {
  chat: ChatState;
}

/** Puts together what every part of the chat reads. */
export function createChat(model: Accessor<Model>, t: T, say: Say) {
  const messenger = () => model().face !== "live";
  const messages = () => model().unsent.filter(({ text }) => text);
  const started = () => !!model().asked || model().log.length + messages().length > 0;
  return {
    model,
    t,
    say,
    /** Nobody is there to answer at once. */
    messenger,
    /** The messages the hub has not acknowledged. */
    messages,
    /** The e-mail address given alone that it has not acknowledged. */
    owed: () => model().unsent.findLast(({ text }) => !text)?.email,
    /** There is something in the log. */
    started,
    /** Nobody is there and nothing was said: the chat is a form to fill in. */
    form: () => messenger() && !started(),
  };
}
