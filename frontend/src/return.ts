import { type Accessor, createEffect } from "solid-js";
import type { State } from "../shared/local.ts";

/** Shows the conversation again that was on screen when the desk went: the desk that comes may be another one, which knows of none. */
export function createReturn(state: State, cut: Accessor<boolean>, show: (conversation: string) => void) {
  let wanted: string | undefined;
  createEffect(() => {
    const shown = state.session?.focus?.conversation.id;
    if (cut()) {
      wanted = shown ?? wanted;
    } else if (shown !== undefined) {
      wanted = undefined; // it is there, or the person went elsewhere
    } else if (wanted !== undefined && state.session?.link.phase === "linked") {
      if (state.session.conversations.some((item) => item.id === wanted)) show(wanted);
      wanted = undefined; // one that was closed meanwhile must not come by itself when its visitor writes again
    }
  });
}
