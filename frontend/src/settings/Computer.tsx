import { Show } from "solid-js";
import { useDesk } from "../desk.ts";
import { usePresence } from "../frame/presence.ts";
import { Toggle } from "../parts/Toggle.tsx";
import { LanguageChoice } from "./LanguageChoice.tsx";
import { Quit } from "./Quit.tsx";
import { Row } from "./Row.tsx";

/** What belongs to this computer: start, closing, language, and the link to the hub. */
export function Computer() {
  const { state, t, settings } = useDesk();
  const { shown, save } = settings;

  return (
    <>
      <Row title={t("settings.login.title")} why={t("settings.login.why")}>
        <Toggle
          label={t("settings.login.title")}
          on={shown().startAtLogin}
          onChange={(startAtLogin) => save({ startAtLogin })}
        />
      </Row>
      <Row
        title={t("settings.keep.title")}
        why={t(state.system.trayHost ? "settings.keep.tray" : "settings.keep.noTray")}
      >
        <Show
          when={!state.system.trayHost}
          fallback={<span class="second">{t("settings.keep.always")}</span>}
        >
          <Toggle
            label={t("settings.keep.title")}
            on={shown().keepRunning}
            onChange={(keepRunning) => save({ keepRunning })}
          />
        </Show>
      </Row>
      <Row title={t("settings.language.title")}>
        <LanguageChoice />
      </Row>
      <h2>{t("settings.link.heading")}</h2>
      <Link />
      <Quit />
      <p class="setting-note">{t("settings.version", { version: state.system.version })}</p>
    </>
  );
}

/** The link to the hub, where the sign-in is kept, and how to end it. */
function Link() {
  const { session, state, t, time, lately, intents, attempt } = useDesk();
  const presence = usePresence();
  const since = () => time().moment(session().link.since, lately());
  const link = () => {
    if (session().link.phase === "linked") return t("settings.link.linked", { at: since() });
    return presence.lost() === undefined ? t("link.trying") : t("link.lost", { at: since() });
  };
  return (
    <>
      <Row title={state.system.builtin ? t("settings.link.builtin") : session().site.widget} why={link()} />
      <Show when={!state.system.builtin}>
        <Row
          title={t("settings.account.title", { email: session().agent.email ?? session().agent.name })}
          why={t(state.system.keychain ? "settings.account.keychain" : "settings.account.file")}
        >
          <button type="button" class="button" onClick={() => attempt(intents.SignOut())}>
            {t("settings.account.signOut")}
          </button>
        </Row>
      </Show>
    </>
  );
}
