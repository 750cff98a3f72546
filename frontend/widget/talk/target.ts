// The script of sites that want to know more of their visitors: the talk fetches it for targeted chats, and for what the page says of its visitor.
import type { Targeted, VisitorShown } from "../../shared/protocol.ts";
import type { Call } from "../calls.ts";
import { visitsUnder } from "../port.ts";
import { createAttributes } from "./attributes.ts";
import type { Visit } from "./talk.ts";
import { createVisit } from "./visit.ts";

/** What the talk gives, which may be an older one or a newer: see Ground. */
export interface Aim {
  site: string;
  /** What the page has called so far. */
  calls: Call[];
  send(frame: VisitorShown): void;
  /** Tells the hub what there is to say of the visitor, so that it decides anew. */
  report(): void;
  /** Has the chat ready. */
  prepare(): void;
  /** Draws everything anew. */
  draw(): void;
}

/** The targeted chats of a page. */
export type Target = ReturnType<typeof createTarget>;

/** Says what rules want to know of the visitor, and shows one chat at a time as a card. */
export function createTarget({ site, calls, send, report, prepare, draw }: Aim) {
  let asked: Targeted | undefined; // the one that was shown here, until it is answered
  let card = false; // it is to be seen while the chat is closed
  let drawn = false; // and is
  let owed = false; // the hub is to decide anew as soon as one can be shown
  let open = false; // the chat is

  const visit = createVisit(visitsUnder(site));
  const attributes = createAttributes(calls, report);
  document.addEventListener("visibilitychange", pay);

  /** Has the hub decide anew, if it is to and what it decides can be shown. */
  function pay(): void {
    if (owed && !document.hidden && !card && !open) report();
  }

  function forget(): void {
    asked = undefined;
    card = false;
  }

  return {
    /** What there is to say of the visitor: of the visit only where that is wanted, and the page's storage can be used. */
    facts(aims: boolean): Visit {
      owed = false;
      return { ...(aims && visit.facts()), ...(Object.keys(attributes).length && { attributes }) };
    },
    turn: visit.turn,
    forget,

    /** Shows a targeted chat, unless there is no place for it now, or another tab has shown one meanwhile. */
    ask(next: Targeted): void {
      owed = document.hidden || card || open || visit.isNews();
      if (owed) {
        pay();
        return;
      }
      asked = next;
      card = true;
      drawn = false;
      prepare();
    },

    /** The card is drawn: from now on it can be seen. */
    reveal(): void {
      if (!asked || drawn) return;
      drawn = true;
      visit.keep(asked.rule, asked.at);
      send({ type: "shown", rule: asked.rule });
    },

    /** The visitor closed the card. */
    dismiss(): void {
      forget();
      draw();
      pay();
    },

    /** What the chat is to show, and whether the panel is to be seen although the chat is closed. */
    show(isOpen: boolean): { asked: Targeted | undefined; card: boolean; seen: boolean } {
      const closed = open && !isOpen;
      open = isOpen;
      if (open) card = false;
      if (closed) pay();
      return { asked, card, seen: card && drawn };
    },
  };
}
