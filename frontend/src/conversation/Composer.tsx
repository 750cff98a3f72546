import { createMemo, Show } from "solid-js";
import type { Focus } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { SendIcon } from "../parts/icons.ts";
import { visitorName } from "../parts/names.ts";
import "./composer.css";

const maxBytes = 16 << 10; // the longest message a hub takes, in UTF-8

/** Where the agent writes. What is written is kept as a draft of its conversation. */
export function Composer(props: { focus: Focus }) {
  const { t, session, intents, attempt, drafts } = useDesk();
  const conversation = () => props.focus.conversation;
  const text = () => drafts.text(conversation().id) ?? props.focus.draft;

  const tooLong = createMemo(() => new TextEncoder().encode(text()).length > maxBytes);
  const sendable = () => text().trim() !== "" && !tooLong();

  async function send(): Promise<boolean> {
    if (!sendable()) return false;
    const sent = text();
    const id = conversation().id;
    drafts.take(id);
    const accepted = await attempt(intents.Send(id, sent.trim()));
    if (!accepted) drafts.putBack(id, sent);
    return accepted;
  }

  async function sendAndClose() {
    const id = conversation().id;
    if (await send()) await attempt(intents.CloseConversation(id));
  }

  function press(event: KeyboardEvent) {
    // While a word is being composed, Enter belongs to the input method; WebKit tells so by the key code alone.
    if (event.key !== "Enter" || event.shiftKey || event.altKey || event.isComposing || event.keyCode === 229)
      return;
    event.preventDefault();
    void (event.ctrlKey || event.metaKey ? sendAndClose() : send());
  }

  const joined = () => conversation().members.some((member) => member.id === session().agent.id);
  const hint = () => {
    if (tooLong()) return t("composer.tooLong");
    if (session().link.phase !== "linked") return t("composer.noLink");
    if (!conversation().open) return t("composer.opens");
    return joined() ? "" : t("composer.takes");
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div class="composer-box" data-text={text()}>
        <textarea
          rows={1}
          dir="auto"
          aria-label={t("composer.label", { name: visitorName(t, conversation().visitor) })}
          placeholder={t("composer.label", { name: visitorName(t, conversation().visitor) })}
          value={text()}
          onInput={(event) => drafts.write(conversation().id, event.currentTarget.value)}
          onKeyDown={press}
          onBlur={drafts.keep}
        />
      </div>
      <div class="composer-bar">
        <Show when={hint()}>
          {(words) => (
            <span class="composer-hint" classList={{ refused: tooLong() }}>
              {words()}
            </span>
          )}
        </Show>
        <button type="submit" class="button primary" aria-disabled={!sendable()}>
          {t("composer.send")}
          <SendIcon class="icon small" />
        </button>
      </div>
    </form>
  );
}
