import { createEffect, createSignal, on, onCleanup, Show } from "solid-js";
import type { Conversation } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { useInbox } from "../inbox/model.ts";
import { BackIcon, CheckIcon, PanelIcon } from "../parts/icons.ts";
import { agentName, groupName, visitorName } from "../parts/names.ts";
import { AssignMenu } from "./AssignMenu.tsx";
import "./header.css";

interface Props {
  conversation: Conversation;
  panel: boolean;
  onPanel: () => void;
}

const moment = 1000; // milliseconds in which a press still means what the button said before

/**
 * Whether somebody has the conversation, a moment late where it happens on screen: who presses Take it in the very moment a colleague does wants to
 * take it, not to join the colleague.
 */
function createTaken(conversation: () => Conversation) {
  const [taken, setTaken] = createSignal(false);
  createEffect(
    on([() => conversation().id, () => conversation().members.length > 0], ([id, now], before) => {
      if (!now || before?.[0] !== id) {
        setTaken(now);
        return;
      }
      const later = setTimeout(() => setTaken(true), moment);
      onCleanup(() => clearTimeout(later));
    }),
  );
  return taken;
}

/** Who the conversation is with, where it stands, and what can be done with it. */
export function Header(props: Props) {
  const { t, session, time, lately, intents, attempt } = useDesk();
  const inbox = useInbox();
  const me = () => session().agent.id;
  const joined = () => props.conversation.members.some((member) => member.id === me());

  const taken = createTaken(() => props.conversation);

  function whose(): string {
    const { open, assigned, members } = props.conversation;
    if (!open) return t("conversation.closed");
    if (assigned === me()) return t("conversation.assignedToYou");
    if (assigned) return t("conversation.assignedTo", { name: agentName(session(), assigned) });
    if (joined()) return t("conversation.joined");
    const names = members.map((member) => agentName(session(), member.id)).filter(Boolean);
    if (names.length > 0) return t("conversation.with", { names: names.join(", ") });
    const group = groupName(session(), props.conversation.visitor.group);
    return group ? t("conversation.unassignedIn", { group }) : t("conversation.unassigned");
  }

  function wait(): string | undefined {
    const { waitingSince, state } = props.conversation;
    if (!waitingSince || state === "quiet") return undefined;
    const at = time().moment(waitingSince, lately());
    return t(`conversation.since.${state === "owned" ? "waiting" : state}`, { at });
  }

  return (
    <header class="conversation-header">
      <button
        type="button"
        class="button bare icon-only back"
        aria-label={t("conversation.back")}
        onClick={() => inbox.select("")}
      >
        <BackIcon class="icon" />
      </button>
      <div class="conversation-title">
        <h1 class="cut-off" dir="auto">
          {visitorName(t, props.conversation.visitor)}
        </h1>
        <p class="second cut-off">{[whose(), wait()].filter(Boolean).join(" · ")}</p>
      </div>
      <Show when={props.conversation.open}>
        <Show when={!joined()}>
          <button type="button" class="button" onClick={() => inbox.take(props.conversation.id, taken())}>
            {t(taken() ? "conversation.join" : "conversation.take")}
          </button>
        </Show>
        <Show when={session().agents.length > 1 && props.conversation.id} keyed>
          {/* Opened for one conversation, it does nothing to the next. */}
          {(_) => <AssignMenu conversation={props.conversation} joined={joined()} />}
        </Show>
        <button
          type="button"
          class="button"
          onClick={() => attempt(intents.CloseConversation(props.conversation.id))}
        >
          <CheckIcon class="icon small" />
          {t("conversation.close")}
        </button>
      </Show>
      <button
        type="button"
        class="button bare icon-only panel-toggle"
        aria-label={t("visitor.panel")}
        aria-expanded={props.panel}
        onClick={() => props.onPanel()}
      >
        <PanelIcon class="icon" />
      </button>
    </header>
  );
}
