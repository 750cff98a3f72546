import type { FaceLook } from "../../shared/protocol.ts";
import type { Face } from "../port.ts";
import { styles } from "./style.ts";

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
 * Builds what stands in the customer's page: the launcher, and the panel for the chat. It lives in a shadow root, so that neither side's styles reach
 * the other, and is made of nodes and style sheets built by hand, because the page may forbid markup and styles from strings.
 *
 * @param toggle is called when the launcher is pressed
 * @param approach is called when the pointer or the keyboard reaches it
 */
export function createHost(labels: Labels, toggle: () => void, approach: () => void) {
  const element = document.createElement("div");
  const button = document.createElement("button");
  const text = document.createElement("span");
  const badge = document.createElement("i");
  const panel = document.createElement("div");
  const sheet = new CSSStyleSheet();
  let worn: FaceLook | undefined;

  function invitation(face: Face, unread: number): string {
    const open = text.textContent || labels.open;
    const news = unread ? labels.unread : face === "live" && labels.live;
    return news ? `${open}, ${news}` : open;
  }

  // Beside the body, because some single-page apps put a new one into the page, and an iframe that moves loads anew.
  const attach = () => element.isConnected || document.documentElement.append(element);

  element.id = elementId;
  button.append(document.createElement("b"), text, badge);
  button.onclick = toggle;
  button.onpointerenter = button.onfocus = approach;
  const root = element.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet];
  root.append(panel, button);
  attach();
  new MutationObserver(attach).observe(document.documentElement, { childList: true });

  return {
    /** Where the chat goes. */
    panel,

    /** Draws the launcher and the panel in a look; `label` stands on the launcher. */
    show(face: Face, open: boolean, unread: number, look: FaceLook, label = ""): void {
      if (look !== worn) sheet.replaceSync(styles(look));
      worn = look;
      text.textContent = label;
      element.dataset.availability = face;
      element.dataset.state = open ? "open" : "closed";
      button.hidden = face === "hidden" || look.ownLauncher;
      button.setAttribute("aria-label", open ? labels.close : invitation(face, unread));
      badge.textContent = `${unread || ""}`;
    },

    /** Gives the keyboard to the launcher, or where there is none to what had it before. */
    focus(before?: HTMLElement): void {
      ((button.hidden && before) || button).focus();
    },
  };
}
