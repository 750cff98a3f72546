// What travels between the customer's page and the chat in the iframe, over a MessagePort, and what all of the page's scripts call alike.
import type { Entry, Person, Scheme, SiteFace, Targeted, Texts, Words } from "../shared/protocol.ts";

/** The message that hands the chat its port. Only the frame that was made for it gets it. */
export const hello = "parley";

/** Where the page's storage keeps what the visitor has written on a site: the token under this name, the rest under names that begin with it. */
export const keptUnder = (site: string) => `parley:${site}`;

/** Where it keeps what a site with targeted chats wants counted and remembered of visitors who may not have written. */
export const visitsUnder = (site: string) => `parley-visits:${site}`;

/** When the dark colours hold, as a media query. */
export const darkOn: Record<Scheme, string> = {
  auto: "(prefers-color-scheme:dark)",
  dark: "all",
  light: "not all",
};

/** The site's own words in a language; what is left out is in ours. */
export function wordsOf({ texts }: SiteFace, language: string): Words {
  return { ...texts.default, ...texts[language as keyof Texts] };
}

/** What the chat shows. The page posts it whole at every change. */
export interface Model {
  language: string;
  site: SiteFace;
  face: Face;
  agents: Person[];
  linked: boolean;
  /** The visitor's e-mail address, once the hub has it. */
  email: string;
  /** The hub has refused an address given alone. */
  emailRefused: boolean;
  /** Numbered entries without gaps. */
  log: Entry[];
  /** The highest entry an agent has had on screen. */
  seen: number;
  /** Nobody has answered in time. */
  missed: boolean;
  /** What the hub has not acknowledged, in the order it was written. */
  unsent: Unsent[];
  /** The targeted chat that was shown and is not answered. */
  asked?: Targeted | undefined;
  /** It is to be shown as a card while the chat is closed. */
  card: boolean;
  /** Of those the site asks to choose from, empty for none. */
  group: string;
  open: boolean;
  /** It was opened while the visitor was at something else in the page, and leaves the keyboard there. An older loader does not say. */
  quiet?: boolean;
  /** The chat fills a small screen. */
  phone: boolean;
}

/** How the widget looks from outside. */
export type Face = "live" | "messenger" | "hidden";

/** A message the hub has not acknowledged, or an e-mail address given alone. */
export interface Unsent {
  id: string;
  /** Empty beside an address given alone. */
  text: string;
  email?: string;
  /** When it was written, in milliseconds since 1970 UTC by the visitor's clock. */
  at: number;
  /** Whom it is for, where the visitor has chosen. */
  group?: string | undefined;
  /** The rule of the targeted chat that it answers. */
  answers?: string;
  /** Why the hub refused it for good: the field that was wrong (text, email), or else a code. */
  refused?: string;
}

/** What the visitor wants, as the chat reports it. */
export type Wish =
  /** The chat is there and wants the model. */
  | { do: "ready" }
  | { do: "send"; text: string; email?: string }
  | { do: "email"; email: string }
  /** What will be written is for this group, or for none. */
  | { do: "choose"; group: string }
  | { do: "retry"; id: string }
  | { do: "remove"; id: string }
  /** Entries up to this number were on screen. */
  | { do: "read"; seq: number }
  /** The chat needs only so many pixels; 0 for as many as there are. */
  | { do: "fit"; height: number }
  /** The card is drawn. */
  | { do: "shown" }
  /** The card was pressed: the chat is to be opened. */
  | { do: "open" }
  /** The card was closed. */
  | { do: "dismiss" }
  | { do: "close" };
