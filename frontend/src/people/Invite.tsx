import { createSignal, Show } from "solid-js";
import type { NewInvitation, Role } from "../../shared/local.ts";
import { Refusal } from "../backend.ts";
import { useDesk } from "../desk.ts";
import { hubOf } from "../hub.ts";
import { Choice } from "../parts/Choice.tsx";
import type { TextKey } from "../texts.ts";
import { rolesFor } from "./roles.ts";

/** The form that makes an invitation. */
export function Invite(props: {
  /** As many are open as can be. */
  full: boolean;
  onMade: (made: NewInvitation) => Promise<void>;
  onConflict: () => Promise<void>;
}) {
  const { t, session, intents } = useDesk();
  const hub = hubOf(intents);
  const [role, setRole] = createSignal<Role>("agent");
  const [email, setEmail] = createSignal("");
  const [busy, setBusy] = createSignal(false);
  const [refused, setRefused] = createSignal<TextKey>();

  const waits = () => busy() || props.full;

  async function make(event: SubmitEvent) {
    event.preventDefault();
    if (waits()) return;
    setBusy(true);
    setRefused(undefined);
    try {
      await props.onMade(await hub.invite(role(), email().trim()));
    } catch (reason) {
      if (!(reason instanceof Refusal)) throw reason;
      if (reason.code === "conflict") await props.onConflict();
      if (!props.full) setRefused(refusals[reason.code] ?? "team.refused.hub");
    } finally {
      setBusy(false);
    }
  }
  return (
    <form class="invite setting" onSubmit={make} novalidate>
      <div class="setting-words">
        <p>{t("invite.title")}</p>
        <p class="second">{t("invite.why")}</p>
        <div class="invite-fields">
          <label class="field">
            {t("invite.email")}
            <input
              class="input"
              type="email"
              value={email()}
              onInput={(event) => setEmail(event.currentTarget.value)}
              aria-describedby="invite-email"
            />
          </label>
          <div class="field">
            <span aria-hidden="true">{t("invite.role")}</span>
            <Choice
              label={t("invite.role")}
              value={role()}
              options={rolesFor(session().agent.role, "agent")}
              name={(role) => t(`role.${role}`)}
              onChange={setRole}
            />
          </div>
          <button type="submit" class="button primary" aria-disabled={waits()}>
            {t("invite.go")}
          </button>
        </div>
        <p class="second" id="invite-email">
          {t("invite.emailWhy")}
        </p>
        <p class="second" role="status">
          {props.full ? t("invite.full") : ""}
        </p>
        <Show when={refused()}>
          {(key) => (
            <p class="second wrong" role="alert">
              {t(key(), { name: "" })}
            </p>
          )}
        </Show>
      </div>
    </form>
  );
}

const refusals: Partial<Record<Refusal["code"], TextKey>> = {
  invalid: "invite.refused.email",
  conflict: "invite.refused.taken",
  forbidden: "team.refused.owners",
};
