import { createComponent, createEffect, createMemo, createSignal, type JSX } from "solid-js";
import type { ChatState, Part } from "./chat.ts";
import { renew } from "./renew.ts";

/** What a script of its own brings. */
export interface Fetched {
  draw(props: Part): JSX.Element;
  css: string;
}

/**
 * A part of the chat that few visitors get to see: what draws it is fetched once it is wanted. If it did not come, it is tried again when the
 * link comes or goes, and when something was written.
 */
export function createFetched(
  chat: ChatState,
  wanted: () => unknown,
  fetch: () => Promise<{ part: Fetched }>,
): () => JSX.Element {
  const [part, setPart] = createSignal<Fetched>();
  const shown = createMemo(() => !!wanted());
  const linked = createMemo(() => chat.model().linked);
  const idle = createMemo(() => !chat.begun());

  async function load() {
    const came = (await fetch()).part;
    if (part()) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(came.css);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    setPart(came);
  }
  createEffect(() => {
    linked();
    idle();
    if (!shown() || part()) return;
    load()
      .catch(() => renew(chat.begun))
      .catch(() => {}); // the hub is out of reach
  });
  return () => {
    const came = shown() && part();
    return came && createComponent(came.draw, { chat });
  };
}
