import type { Page } from "../shared/protocol.ts";

/** Where the visitor is. */
export function here(): Page {
  return { url: location.href.slice(0, 2048), title: document.title };
}
