import { type Accessor, createSignal } from "solid-js";
import type { Words } from "../../shared/protocol.ts";
import { type Model, wordsOf } from "../port.ts";
import type { Say } from "./connect.ts";
import { namesOf } from "./people.ts";
import type { T } from "./texts.ts";

/** What every part of the chat reads. */
export type ChatState = ReturnType<typeof createChat>;

/** What a part of the chat gets. */
export interface Part {
  chat: ChatState;
}

/** Puts together what every part of the chat reads. */
export function createChat(model: Accessor<Model>, ours: T, say: Say) {
  const [draft, write] = createSignal("");
  const [email, writeEmail] = createSignal("");
  const words = () => wordsOf(model().site, model().language);
  const t: T = (key, params) => words()[key as keyof Words] || ours(key, params);
  const nameOf = (name = "") => (model().site.look.team ? "" : name) || t("team");
  const messenger = () => model().face !== "live";
  const messages = () => model().unsent.filter(({ text }) => text);
  const written = () => model().log.length + messages().length > 0;
  const started = () => !!model().asked || written();
  const policy = () => model().site.contact[messenger() ? "messenger" : "live"];
  const given = () => model().email || model().unsent.some(({ email }) => email);
  return {
    model,
    t,
    say,
    /** The text that is being written. */
    draft,
    write,
    /** The e-mail address that is being written. */
    email,
    writeEmail,
    /** What was begun and not sent, and would be lost with the chat. */
    begun: () => draft() || (!given() && email()),
    /** What the site says after a message to nobody, empty where it has no words of its own. */
    sent: () => words().sent,
    /** What an agent is called; where the team answers as one, the team. */
    nameOf,
    /** Who is there: the names, or what the site says instead. */
    present: () => words().liveTitle || (model().agents[0] ? namesOf(model(), t) : nameOf()),
    /** An address must be given. */
    required: () => policy() === "required",
    /** An address is known, or on its way. */
    given,
    /** Whoever writes is asked for an address. */
    asks: () => policy() !== "off" && !given() && (policy() === "required" || !started()),
    /** Nobody is there to answer at once. */
    messenger,
    /** The messages the hub has not acknowledged. */
    messages,
    /** The e-mail address given alone that it has not acknowledged. */
    owed: () => model().unsent.findLast(({ text }) => !text)?.email,
    /** Something was said, or is on its way. */
    written,
    /** There is something in the log. */
    started,
    /** Nobody is there and nothing was said: the chat is a form to fill in. */
    form: () => messenger() && !started(),
  };
}
