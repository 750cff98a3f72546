import { Show } from "solid-js";
import type { Conversation, Entry } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { agentName, shortVisitorName } from "../parts/names.ts";
import { Picture } from "../parts/Picture.tsx";
import { Message } from "./Message.tsx";
import { continues } from "./runs.ts";
import { SystemLine } from "./SystemLine.tsx";
import "./entry-line.css";

interface Props {
  entry: Entry;
  before?: Entry;
  after?: Entry;
  conversation: Conversation;
}

/** One entry: a bubble with its run's line of name and time below the last of it, or a system line. */
export function EntryLine(props: Props) {
  const { time, lately } = useDesk();
  const newDay = () => !props.before || !time().sameDay(props.before.at, props.entry.at);
  return (
    <>
      <Show when={newDay()}>
        <Day at={props.entry.at} now={lately()} />
      </Show>
      <Show when={isText(props.entry)} fallback={<SystemLine entry={props.entry} />}>
        <p
          class="bubble"
          classList={{
            ours: props.entry.from !== "visitor",
            "run-start": !continues(props.before, props.entry, time().sameDay),
          }}
          dir="auto"
        >
          <Message text={props.entry.text ?? ""} />
        </p>
        <Show
          when={!continues(props.entry, props.after, time().sameDay)}
          fallback={<span class="sr-only">{time().clock(props.entry.at)}</span>}
        >
          <RunLine entry={props.entry} conversation={props.conversation} />
        </Show>
      </Show>
    </>
  );
}

/** What was said, by a person or, in front of its answer, by the site itself. */
const isText = ({ kind }: Entry) => kind === "message" || kind === "targeted";

function Day(props: { at: number; now: number }) {
  const { t, time } = useDesk();
  return (
    <p class="system-line">
      {time().sameDay(props.at, props.now) ? t("log.today") : time().date(props.at, props.now)}
    </p>
  );
}

/** Who said the run and when, and for ours whether the visitor has seen it. */
function RunLine(props: { entry: Entry; conversation: Conversation }) {
  const { t, time, session } = useDesk();
  const ours = () => props.entry.from !== "visitor";
  const targeted = () => props.entry.kind === "targeted";
  const mine = () => props.entry.author === session().agent.id;
  const colleague = () => props.entry.name || agentName(session(), props.entry.author);
  const name = () => {
    if (targeted()) return t("log.targeted");
    if (!ours()) return shortVisitorName(t, props.conversation.visitor);
    return mine() ? t("log.you") : colleague();
  };
  const seen = () => ours() && !targeted() && props.conversation.visitorSeen >= props.entry.seq;
  const parts = () => [
    name(),
    time().clock(props.entry.at),
    props.entry.offline && t("log.offline"),
    seen() && t("log.read"),
  ];
  return (
    <p class="run-line" classList={{ ours: ours() }}>
      <Show when={ours() && !mine() && !targeted()}>
        <Picture id={props.entry.author} name={colleague()} agent size="small" />
      </Show>
      {parts().filter(Boolean).join(" · ")}
    </p>
  );
}
