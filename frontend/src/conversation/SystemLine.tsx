import type { Entry, EntryKind } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { agentName } from "../parts/names.ts";
import type { TextKey } from "../texts.ts";

/** Who did something, and to whom, as the agent who reads sees it. */
type Seen = "you" | "myself" | "toYou" | "colleague" | "somebody";

const texts: Partial<Record<EntryKind, Partial<Record<Seen, TextKey>>>> = {
  joined: { you: "log.joined.you", colleague: "log.joined.colleague", somebody: "log.joined.somebody" },
  left: { you: "log.left.you", colleague: "log.left.colleague", somebody: "log.left.somebody" },
  closed: { you: "log.closed.you", colleague: "log.closed.colleague", somebody: "log.closed.somebody" },
  added: { you: "log.added.you", toYou: "log.added.toYou", colleague: "log.added.colleague" },
  assigned: {
    you: "log.assigned.you",
    myself: "log.assigned.myself",
    toYou: "log.assigned.toYou",
    colleague: "log.assigned.colleague",
  },
  handed_over: { you: "log.handedOver.you", colleague: "log.handedOver.colleague" },
};

/** What somebody did to the conversation. */
export function SystemLine(props: { entry: Entry }) {
  const { t, time, session } = useDesk();
  const name = () => props.entry.name || agentName(session(), props.entry.author);
  const target = () => props.entry.targetName || agentName(session(), props.entry.target ?? "");

  function seen(): Seen {
    const me = session().agent.id;
    const meant = props.entry.target === me;
    if (props.entry.author === me) return meant ? "myself" : "you";
    if (meant) return "toYou";
    return name() ? "colleague" : "somebody";
  }
  const key = () => {
    const kind = texts[props.entry.kind] ?? {};
    return kind[seen()] ?? kind.colleague ?? "log.closed.somebody";
  };
  return (
    <p class="system-line">
      {t(key(), { name: name(), target: target() })} · {time().clock(props.entry.at)}
    </p>
  );
}
