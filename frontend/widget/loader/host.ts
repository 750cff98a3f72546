import type { Face, Model, Wish } from "../port.ts";
import { hello } from "../port.ts";
import { sheet } from "./style.ts";

/** The launcher's words. */
export interface Labels {
  title: string;
  open: string;
  live: string;
  close: string;
  unread: string;
}

/** The id of the widget's one element on the page. */
export const elementId = "parley-widget";

/**
 * Builds what stands in the customer's page: the launcher, and the iframe with the chat. It lives in a shadow root, so that neither side's styles reach
 * the other, and is made of nodes and style sheets built by hand, because the page may forbid markup and styles from strings.
 *
 * @param hub is the origin of the chat's page
 * @param toggle is called when the launcher is pressed
 * @param obey gets what the visitor wants in the chat
 */
export function createHost(
  hub: string,
  site: string,
  labels: Labels,
  toggle: () => void,
  obey: (wish: Wish) => void,
) {
  const element = document.createElement("div");
  const button = document.createElement("button");
  const badge = document.createElement("i");
  const panel = document.createElement("div");
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
    const { port1, port2 } = new MessageChannel();
    port = port1;
    port.onmessage = ({ data }) => take(data as Wish);
    frame.contentWindow?.postMessage(hello, hub, [port2]);
  }

  function take(wish: Wish): void {
    if (wish.do === "ready") panel.className = "ready";
    if (wish.do === "fit") panel.style.cssText = wish.height ? `--fit:${wish.height}px` : "";
    else obey(wish);
  }

  function invitation(face: Face, unread: number): string {
    const news = unread ? labels.unread : face === "live" && labels.live;
    return news ? `${labels.open}, ${news}` : labels.open;
  }

  /** Keeps a chat that fills a phone's screen above the keyboard on it, unless the visitor has zoomed in. */
  function fitScreen(): void {
    if (view && view.scale < 1.01)
      element.style.cssText = `--top:${view.offsetTop}px;--tall:${view.height}px`;
  }

  // Beside the body, because some single-page apps put a new one into the page, and an iframe that moves loads anew.
  const attach = () => element.isConnected || document.documentElement.append(element);

  element.id = elementId;
  button.append(document.createElement("b"), badge);
  button.onclick = toggle;
  button.onpointerenter = button.onfocus = prepare;
  frame.title = labels.title;
  frame.onload = greet;
  const root = element.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet()];
  root.append(panel, button);
  if (view) view.onresize = view.onscroll = fitScreen;
  attach();
  new MutationObserver(attach).observe(document.documentElement, { childList: true });

  return {
    /** Draws the launcher and the panel, and hands the chat what it shows. */
    show(model: Model, unread: number): void {
      const { face, open } = model;
      element.dataset.availability = face;
      element.dataset.state = open ? "open" : "closed";
      button.hidden = face === "hidden";
      button.setAttribute("aria-label", open ? labels.close : invitation(face, unread));
      badge.textContent = `${unread || ""}`;
      port?.postMessage(model);
    },

    /** Gives the keyboard to the chat that was opened, or back to the launcher. */
    turn(open: boolean): void {
      if (open) {
        prepare();
        fitScreen();
      }
      (open ? frame : button).focus();
    },

    /** Loads the chat again if it did not come. */
    mend(): void {
      if (frame.isConnected && !panel.className) load();
    },
  };
}
