import { Show } from "solid-js";
import type { Conversation } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { usePresence } from "../frame/presence.ts";
import "./go-online.css";

interface Props {
  conversation: Conversation;
  /** The banner above already asks: this button does not compete with it. */
  quiet: boolean;
}

/** Says what an answer means for an agent who is not Online, and offers to go Online. */
export function GoOnline(props: Props) {
  const { t, session, intents, attempt } = useDesk();
  const presence = usePresence();
  const consequence = () => {
    const { members, visitor } = props.conversation;
    const joined = members.some((member) => member.id === session().agent.id);
    if (presence.status() === "invisible")
      return t(joined ? "goOnline.invisibleJoined" : "goOnline.invisible");
    return t(visitor.here ? "goOnline.offlineHere" : "goOnline.offlineGone");
  };
  return (
    <Show when={presence.status() !== "online"}>
      <div class="go-online">
        <p>{consequence()}</p>
        <button
          type="button"
          class="button"
          classList={{ go: !props.quiet }}
          onClick={() => attempt(intents.SetStatus({ status: "online" }))}
        >
          {t("goOnline.go")}
        </button>
      </div>
    </Show>
  );
}
