import { For, Match, Show, Switch } from "solid-js";
import type { Item, Session } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { ClockIcon, MailIcon } from "../parts/icons.ts";
import { agentName, shortVisitorName } from "../parts/names.ts";
import { Picture } from "../parts/Picture.tsx";
import { useInbox } from "./model.ts";
import "./conversation-item.css";

const minute = 60_000;
const faces = 3; // colleagues shown beside a conversation

interface Props {
  item: Item;
}

/** One conversation in the list: who, since when, and the last line. */
export function ConversationItem(props: Props) {
  const { t, session } = useDesk();
  const inbox = useInbox();
  const name = () => shortVisitorName(t, props.item.visitor);
  const selected = () => inbox.selected() === props.item.id;
  const line = () => {
    const last = props.item.last;
    if (!last) return "";
    const mine = last.from === "agent" && last.author === session().agent.id;
    return mine ? t("inbox.yours", { text: last.text ?? "" }) : (last.text ?? "");
  };
  /** What the agent has begun here and not finished. */
  const open = () => (props.item.unsent ? t("inbox.unsent") : props.item.draft && t("inbox.draft"));

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list handles the keys of its options
    <div
      class="item"
      classList={{ unread: props.item.unread, distant: props.item.group === "colleagues" }}
      role="option"
      aria-selected={selected()}
      tabIndex={inbox.entry() === props.item.id ? 0 : -1}
      data-conversation={props.item.id}
      onClick={() => inbox.select(props.item.id)}
    >
      <Picture id={props.item.visitor.id} name={props.item.visitor.email ?? ""} />
      <span class="item-name cut-off" dir="auto">
        {name()}
      </span>
      <Spoken item={props.item} />
      <span class="item-signal" aria-hidden="true">
        <Signal item={props.item} />
      </span>
      <span class="item-line">
        <span class="cut-off" dir="auto">
          <Show when={open()}>{(word) => <b>{word()} </b>}</Show>
          {line()}
        </span>
        <For each={colleagues(props.item, session()).slice(0, faces)}>
          {(member) => <Picture id={member.id} name={agentName(session(), member.id)} agent size="small" />}
        </For>
      </span>
    </div>
  );
}

/** What stands at the right of the name: a wait, an offline message, or how long ago the last message came. */
function Signal(props: Props) {
  const { t, time, lately, session } = useDesk();
  const waits = () => props.item.waitingSince && !props.item.offline && props.item.group === "needs";
  const linked = () => session().link.phase === "linked";
  const passed = () => lately() - (props.item.waitingSince ?? 0);
  const at = () => props.item.last?.at ?? props.item.openedAt;
  return (
    <Switch fallback={<time class="item-time">{time().ago(at(), lately())}</time>}>
      <Match when={waits() && !linked()}>
        <span class="item-time">{t("inbox.waiting")}</span>
      </Match>
      <Match when={waits()}>
        <span class="chip">
          <ClockIcon class="icon" />
          {passed() < minute ? t("inbox.waiting") : time().ago(props.item.waitingSince ?? 0, lately())}
        </span>
      </Match>
      <Match when={props.item.offline && props.item.waitingSince}>
        <span class="chip outlined">
          <MailIcon class="icon" />
          {t("inbox.message")}
        </span>
      </Match>
    </Switch>
  );
}

/** What the row shows by shape, place and colour, in words: ", unread, waiting since 14:23," */
function Spoken(props: Props) {
  const { t, time, lately, session } = useDesk();
  const waits = () => {
    const since = props.item.waitingSince;
    const at = since && time().moment(since, lately());
    return at && t(props.item.offline ? "inbox.spoken.message" : "inbox.spoken.waiting", { at });
  };
  const names = () => colleagues(props.item, session()).map((member) => agentName(session(), member.id));
  const words = () => [
    "",
    props.item.unread && t("inbox.spoken.unread"),
    waits(),
    names().length > 0 && t("conversation.with", { names: names().join(", ") }),
    "",
  ];
  return (
    <span class="sr-only">
      {words()
        .filter((word) => typeof word === "string")
        .join(", ")}
    </span>
  );
}

function colleagues(item: Item, session: Session) {
  return item.members.filter((member) => member.id !== session.agent.id);
}
