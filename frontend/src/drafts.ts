import { type Accessor, createEffect, createMemo, on } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import type { State } from "../shared/local.ts";
import type { Intents } from "./backend.ts";
import { createDelay } from "./clock.ts";

const rest = 400; // milliseconds of rest before a draft is handed to the desk

/**
 * Keeps what the person writes, by conversation, until the desk has accepted it, whatever becomes of the desk and of the page that shows
 * it. A desk that comes after a cut may be another one, which knows less: it gets everything again.
 */
export function createDrafts(state: State, cut: Accessor<boolean>, intents: Pick<Intents, "Draft">) {
  const [texts, setTexts] = createStore<Record<string, string>>({});
  const owed = new Set<string>(); // the conversations whose text the desk has not accepted
  const delay = createDelay(rest);

  const known = createMemo(() => {
    const { conversations = [], focus } = state.session ?? {};
    return new Set([...conversations.map((item) => item.id), focus?.conversation.id]);
  });

  function keep() {
    delay.cancel();
    for (const id of [...owed]) if (known().has(id)) void hand(id);
  }

  async function hand(id: string) {
    owed.delete(id);
    try {
      await intents.Draft(id, texts[id] ?? "");
    } catch {
      owed.add(id); // nobody asked for this by hand, so nobody is told
    }
  }

  function write(id: string, text: string) {
    setTexts(id, text);
    owed.add(id);
    delay.start(keep);
  }

  let author: string | undefined;
  createEffect(() => {
    const agent = state.session?.agent.id;
    if (!agent || agent === author) return; // without a link a new session does not know who it is for
    if (author) {
      setTexts(reconcile({}));
      owed.clear();
    }
    author = agent;
  });
  createEffect(
    on(cut, (isCut) => {
      if (isCut) for (const id of Object.keys(texts)) owed.add(id);
    }),
  );
  createEffect(
    on([cut, known], ([isCut]) => {
      if (!isCut) keep();
    }),
  );

  return {
    /** What was written in a conversation; undefined if nothing was in this window. */
    text: (id: string): string | undefined => texts[id],
    write,
    /** Hands over at once what waits for a rest. */
    keep,
    /** Empties a conversation's draft because its text is being sent, which clears the desk's draft too. */
    take(id: string) {
      setTexts(id, "");
      owed.delete(id);
    },
    /** Puts back what could not be sent, before what was written since. */
    putBack(id: string, text: string) {
      write(id, [text, texts[id]].filter(Boolean).join("\n"));
    },
  };
}
