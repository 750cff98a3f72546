import { createSignal, Show } from "solid-js";
import type { InvitationInfo, NewInvitation } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { createAsked } from "../hub.ts";
import { ById } from "../parts/ById.tsx";
import { keepFocus } from "../parts/focus.ts";
import { untilWords } from "../parts/until.ts";
import { Invite } from "./Invite.tsx";
import { InviteLink } from "./InviteLink.tsx";

/** Makes invitations, and lists those that are open. */
export function Invitations() {
  const { t, time, lately } = useDesk();
  const asked = createAsked(
    (hub) => hub.invitations(),
    () => lately(),
  );
  let section: HTMLElement | undefined;
  let list: HTMLUListElement | undefined;
  keepFocus({
    order: () => asked.value()?.invitations.map(({ id }) => id),
    rows: () => list,
    add: () => section?.querySelector("[type=submit]"),
  });
  const [made, setMade] = createSignal<NewInvitation>();
  const [refused, setRefused] = createSignal("");

  async function added(invitation: NewInvitation) {
    setMade(invitation);
    await asked.again();
  }
  async function revoke(id: string) {
    setRefused("");
    try {
      await asked.hub.revokeInvitation(id);
    } catch {
      setRefused(id);
    }
    if (made()?.invitation.id === id) setMade(undefined); // its link is good for nothing any more
    await asked.again();
  }
  const whom = (invitation: InvitationInfo) => invitation.email || t("invite.anybody");
  return (
    <section ref={section} aria-labelledby="invitations">
      <h2 id="invitations">{t("invite.heading")}</h2>
      <Show
        when={made()}
        fallback={<Invite full={asked.value()?.full ?? false} onMade={added} onConflict={asked.again} />}
      >
        {(invitation) => <InviteLink made={invitation()} onDone={() => setMade(undefined)} />}
      </Show>
      <Show
        when={asked.value()?.invitations.length}
        fallback={<p class="setting-note">{t("invite.none")}</p>}
      >
        <ul ref={list} class="people" aria-labelledby="invitations">
          <ById each={asked.value()?.invitations}>
            {(invitation) => (
              <li class="setting">
                <div class="setting-words">
                  <p>{whom(invitation())}</p>
                  <p class="second">
                    {t("invite.open", {
                      role: t(`role.${invitation().role}`),
                      name: invitation().by.name,
                      until: untilWords(t, time(), invitation().expires, lately()),
                    })}
                  </p>
                  <Show when={refused() === invitation().id}>
                    <p class="second wrong" role="alert">
                      {t("invite.refused.gone")}
                    </p>
                  </Show>
                </div>
                <button
                  type="button"
                  class="button"
                  aria-label={t("invite.revokeOf", { whom: whom(invitation()) })}
                  onClick={() => revoke(invitation().id)}
                >
                  {t("invite.revoke")}
                </button>
              </li>
            )}
          </ById>
        </ul>
      </Show>
    </section>
  );
}
