import type { Model, Wish } from "../port.ts";
import { hello } from "../port.ts";

/**
 * Puts the chat's page into the panel, and talks with it.
 *
 * @param hub is the origin of the chat's page
 * @param obey gets what the visitor wants in the chat
 */
export function createFrame(
  hub: string,
  site: string,
  panel: HTMLElement,
  title: string,
  obey: (wish: Wish) => void,
) {
  const frame = document.createElement("iframe");
  const view = window.visualViewport;
  let port: MessagePort | undefined;

  /** Loads the chat out of sight, so that opening it takes no time. */
  function prepare(): void {
    if (!frame.isConnected) load();
  }

  function load(): void {
    frame.src = `${hub}/chat/?site=${site}`;
    panel.append(frame);
  }

  function greet(): void {
    panel.classList.remove("ready");
    const { port1, port2 } = new MessageChannel();
    port = port1;
    port.onmessage = ({ data }) => take(data as Wish);
    frame.contentWindow?.postMessage(hello, hub, [port2]);
  }

  function take(wish: Wish): void {
    if (wish.do === "fit") {
      panel.classList.add("ready"); // it is drawn
      size("fit", wish.height);
    } else obey(wish);
  }

  /** Keeps a chat that fills a phone's screen above the keyboard on it, unless the visitor has zoomed in. */
  function fitScreen(): void {
    if (!view || view.scale >= 1.01) return;
    size("top", view.offsetTop);
    size("tall", view.height);
  }

  /** Tells the panel's styles a size; 0 for none. */
  function size(name: string, pixels: number): void {
    panel.style.setProperty(`--${name}`, pixels ? `${pixels}px` : "");
  }

  frame.title = title;
  frame.onload = greet;
  if (view) view.onresize = view.onscroll = fitScreen;

  return {
    prepare,

    /** Hands the chat what it shows. */
    show(model: Model): void {
      port?.postMessage(model);
    },

    /** Gives the keyboard to the chat that was opened. */
    focus(): void {
      prepare();
      fitScreen();
      frame.focus();
    },

    /** Loads the chat again if it did not come. */
    mend(): void {
      if (frame.isConnected && !panel.classList.contains("ready")) load();
    },
  };
}
