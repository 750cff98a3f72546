import { createSignal } from "solid-js";
import type { NewInvitation } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { CheckIcon, CopyIcon } from "../parts/icons.ts";

/** The link of an invitation that was just made, to be copied. It is shown this once. */
export function InviteLink(props: { made: NewInvitation; onDone: () => void }) {
  const { t, intents, attempt } = useDesk();
  const [copied, setCopied] = createSignal(false);
  async function copy() {
    if (await attempt(intents.Copy(props.made.link))) setCopied(true);
  }
  return (
    <div class="invite setting">
      <div class="setting-words">
        <label class="field">
          {t("invite.link")}
          <input
            class="input invite-link"
            readonly
            value={props.made.link}
            onFocus={(event) => event.currentTarget.select()}
            aria-describedby="invite-once"
          />
        </label>
        <p class="second" id="invite-once">
          {t("invite.once", { role: t(`role.${props.made.invitation.role}`) })}
        </p>
        <div class="setting-buttons">
          <button type="button" class="button primary" onClick={copy}>
            {copied() ? <CheckIcon class="icon small" /> : <CopyIcon class="icon small" />}
            <span role="status">{t(copied() ? "snippet.copied" : "snippet.copy")}</span>
          </button>
          <button type="button" class="button" onClick={() => props.onDone()}>
            {t("invite.done")}
          </button>
        </div>
      </div>
    </div>
  );
}
