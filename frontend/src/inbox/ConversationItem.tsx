import { createSignal, For, Match, Show, Switch } from "solid-js";
import type { Item, Millis, Session, WaitState } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { ClockIcon, DismissIcon, MailIcon } from "../parts/icons.ts";
import { agentName, shortVisitorName } from "../parts/names.ts";
import { Picture } from "../parts/Picture.tsx";
import { useInbox } from "./model.ts";
import { Pill } from "./Pill.tsx";
import { secondsLeft } from "./wait.ts";
import "./conversation-item.css";

const minute = 60_000;
const faces = 3; // colleagues shown beside a conversation

interface Props {
  item: Item;
}

/** One conversation in the list: who, since when, and the last line. */
export function ConversationItem(props: Props) {
  const { t, session, time, lately, hubNow, hubLately } = useDesk();
  const inbox = useInbox();
  const [focused, setFocused] = createSignal<Millis>();
  const name = () => shortVisitorName(t, props.item.visitor);
  const selected = () => inbox.selected() === props.item.id;
  const line = () => {
    const last = props.item.last;
    if (!last) return "";
    const mine = last.from === "agent" && last.author === session().agent.id;
    return mine ? t("inbox.yours", { text: last.text ?? "" }) : (last.text ?? "");
  };
  /** Since when nobody has answered, where a chip stands in the place of the time. */
  const late = () =>
    (props.item.state === "missed" || props.item.state === "offline") && props.item.waitingSince;
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
      onFocus={() => setFocused(hubNow())}
      onBlur={() => setFocused(undefined)}
    >
      <Picture id={props.item.visitor.id} name={props.item.visitor.email ?? ""} />
      <span class="item-name cut-off" dir="auto">
        {name()}
      </span>
      {/* A screen reader would read every change of the row it is on: there the time left stands still. */}
      <Spoken item={props.item} now={focused() ?? hubLately()} />
      <span class="item-signal" aria-hidden="true">
        <Signal item={props.item} />
      </span>
      <span class="item-line">
        <span class="cut-off" dir="auto">
          <Show when={open()}>{(word) => <b>{word()} </b>}</Show>
          {line()}
        </span>
        <Show when={late()}>
          {(since) => (
            <time class="item-time" aria-hidden="true">
              {time().moment(since(), lately())}
            </time>
          )}
        </Show>
        <For each={colleagues(props.item, session()).slice(0, faces)}>
          {(member) => <Picture id={member.id} name={agentName(session(), member.id)} agent size="small" />}
        </For>
      </span>
    </div>
  );
}

/** What stands at the right of the name: how what is unanswered stands, or how long ago the last message came. */
function Signal(props: Props) {
  const { t, time, hubLately, session } = useDesk();
  const is = (state: WaitState) => props.item.state === state;
  const waits = () => props.item.group === "needs" && (is("waiting") || is("owned"));
  const linked = () => session().link.phase === "linked";
  const since = () => props.item.waitingSince ?? 0;
  const at = () => props.item.last?.at ?? props.item.openedAt;
  return (
    <Switch fallback={<time class="item-time">{time().ago(at(), hubLately())}</time>}>
      {/* Without a link nobody knows whether it still waits: no figures. */}
      <Match when={waits() && !linked()}>
        <span class="item-time">{t("inbox.waiting")}</span>
      </Match>
      <Match when={waits() && is("waiting")}>
        <Pill since={since()} />
      </Match>
      <Match when={waits()}>
        <span class="chip">
          <ClockIcon class="icon" />
          {hubLately() - since() < minute ? t("inbox.waiting") : time().ago(since(), hubLately())}
        </span>
      </Match>
      <Match when={is("missed")}>
        <span class="chip missed">
          <DismissIcon class="icon" />
          {t("inbox.missed")}
        </span>
      </Match>
      <Match when={is("offline")}>
        <span class="chip outlined">
          <MailIcon class="icon" />
          {t("inbox.message")}
        </span>
      </Match>
    </Switch>
  );
}

/** What the row shows by shape, place and colour, in words: ", unread, waiting, 39 seconds left," */
function Spoken(props: Props & { now: Millis }) {
  const { t, time, session } = useDesk();
  const waits = () => {
    const { state, waitingSince, group } = props.item;
    if (state === "quiet" || !waitingSince) return undefined;
    if (state === "waiting" && group === "needs" && session().link.phase === "linked") {
      const left = secondsLeft(waitingSince, session().site.steps, props.now);
      return t("inbox.spoken.left", { time: time().long(left) });
    }
    const at = time().moment(waitingSince, props.now);
    return t(`inbox.spoken.${state === "owned" ? "waiting" : state}`, { at });
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
