import { createEffect, createMemo, createSignal, on, Show } from "solid-js";
import { Conversation } from "../conversation/Conversation.tsx";
import { useDesk } from "../desk.ts";
import { Filters } from "../inbox/Filters.tsx";
import { List } from "../inbox/List.tsx";
import { Missed } from "../inbox/Missed.tsx";
import { createInbox, InboxContext } from "../inbox/model.ts";
import { Parting } from "../parting/Parting.tsx";
import { SettingsNav } from "../settings/SettingsNav.tsx";
import { SettingsPage } from "../settings/SettingsPage.tsx";
import type { SettingsSection } from "../settings/sections.ts";
import { FirstSteps } from "../steps/FirstSteps.tsx";
import { VisitorPanel } from "../visitor/VisitorPanel.tsx";
import { Bars } from "./Bars.tsx";
import { Help } from "./Help.tsx";
import { Me } from "./Me.tsx";
import { createPresence, PresenceContext } from "./presence.ts";
import { Rail } from "./Rail.tsx";
import type { Screen } from "./screen.ts";
import { useShortcuts } from "./shortcuts.ts";
import "./frame.css";

/** The window of an agent at work: rail, column two, and what the screen is about. */
export function Frame() {
  const desk = useDesk();
  const { session, t } = desk;
  const inbox = createInbox(desk);
  const presence = createPresence(desk);
  const [screen, setScreen] = createSignal<Screen>("inbox");
  const [section, setSection] = createSignal<SettingsSection>("availability");
  const [panel, setPanel] = createSignal(false);
  const [help, setHelp] = createSignal(false);

  // A toast was clicked, or the tray's Open: show what it is about. A conversation that goes is no reason.
  const focused = () => session().focus?.conversation.id;
  createEffect(
    on([focused, () => desk.state.raise], ([id, raise], before) => {
      const [lastId, lastRaise] = before ?? [id, raise];
      if ((id && id !== lastId) || raise !== lastRaise) setScreen("inbox");
    }),
  );

  useShortcuts(desk, inbox, {
    screen,
    show: setScreen,
    togglePanel: () => setPanel(!panel()),
    closePanel: () => setPanel(false),
    toggleHelp: () => setHelp(!help()),
    choose: presence.choose,
  });

  // In front of somebody a conversation needs no toast; the settings hide it. A desk that comes after a cut has to be told again.
  const inFront = createMemo(() => desk.looking() && screen() === "inbox");
  createEffect(() => {
    if (!desk.cut()) desk.tell(desk.intents.Focused(inFront()));
  });

  function showSettings(page: SettingsSection) {
    setSection(page);
    setScreen("settings");
  }
  const write = () => document.querySelector<HTMLElement>("[data-region=main] textarea")?.focus();
  return (
    <PresenceContext.Provider value={presence}>
      <InboxContext.Provider value={inbox}>
        <div
          class="frame"
          classList={{
            settings: screen() === "settings",
            reading: screen() === "inbox" && Boolean(session().focus),
            panel: panel(),
          }}
        >
          <Bars />
          <Rail screen={screen()} onScreen={setScreen} />
          <section class="column-two" data-region="list" aria-label={t(`rail.${screen()}`)}>
            <Me onSettings={showSettings} />
            <Show
              when={screen() === "inbox"}
              fallback={<SettingsNav section={section()} onSection={setSection} />}
            >
              <Filters />
              <List onOpen={write} />
            </Show>
          </section>
          <Show
            when={screen() === "inbox"}
            fallback={<SettingsPage section={section()} onSection={setSection} />}
          >
            <Show when={session().focus} fallback={<NothingOpen />}>
              {(focus) => (
                <>
                  <Conversation focus={focus()} onPanel={() => setPanel(!panel())} panel={panel()} />
                  <VisitorPanel visitor={focus().conversation.visitor} label={t("visitor.panel")} />
                </>
              )}
            </Show>
          </Show>
        </div>
        <Missed />
        <Parting />
        <Help open={help()} onClose={() => setHelp(false)} />
      </InboxContext.Provider>
    </PresenceContext.Provider>
  );
}

function NothingOpen() {
  const { steps, t } = useDesk();
  return (
    <main class="nothing-open" data-region="main">
      <Show when={!steps.shown().hidden} fallback={<h1>{t("inbox.none")}</h1>}>
        <FirstSteps />
      </Show>
    </main>
  );
}
