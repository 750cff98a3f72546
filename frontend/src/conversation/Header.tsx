import { Show } from "solid-js";
import type { Conversation } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { useInbox } from "../inbox/model.ts";
import { BackIcon, CheckIcon, PanelIcon } from "../parts/icons.ts";
import { agentName, visitorName } from "../parts/names.ts";
import "./header.css";

interface Props {
  conversation: Conversation;
  panel: boolean;
  onPanel: () => void;
}

/** Who the conversation is with, where it stands, and what can be done with it. */
export function Header(props: Props) {
  const { t, session, time, lately, intents, attempt } = useDesk();
  const inbox = useInbox();
  const me = () => session().agent.id;
  const joined = () => props.conversation.members.some((member) => member.id === me());

  function whose(): string {
    const { open, assigned, members } = props.conversation;
    if (!open) return t("conversation.closed");
    if (assigned === me()) return t("conversation.assignedToYou");
    if (assigned) return t("conversation.assignedTo", { name: agentName(session(), assigned) });
    if (joined()) return t("conversation.joined");
    const names = members.map((member) => agentName(session(), member.id)).filter(Boolean);
    return names.length > 0
      ? t("conversation.with", { names: names.join(", ") })
      : t("conversation.unassigned");
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
          <button type="button" class="button" onClick={() => attempt(intents.Join(props.conversation.id))}>
            {t("conversation.take")}
          </button>
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
