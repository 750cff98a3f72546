import { hello, type Model, type Wish } from "../port.ts";

/** Says to the page what the visitor wants. */
export type Say = (wish: Wish) => void;

/**
 * Waits for the port that the embedding page sends.
 *
 * @param begin gets the first model that comes over it, and returns what gets all others
 */
export function connect(begin: (first: Model) => (next: Model) => void): Say {
  let port: MessagePort | undefined;
  let show: ((next: Model) => void) | undefined;
  addEventListener("message", ({ source, data, ports: [given] }) => {
    if (source !== window.parent || data !== hello || !given) return;
    port = given;
    port.onmessage = (event) => {
      if (show) show(event.data);
      else show = begin(event.data);
    };
    port.postMessage({ do: "ready" } satisfies Wish);
  });
  return (wish) => port?.postMessage(wish);
}
