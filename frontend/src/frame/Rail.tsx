import { For, type JSX, Show } from "solid-js";
import { useDesk } from "../desk.ts";
import { InboxIcon, SettingsIcon } from "../parts/icons.ts";
import { Mark } from "../parts/Mark.tsx";
import { usePresence } from "./presence.ts";
import type { Screen } from "./screen.ts";
import "./rail.css";

interface Props {
  screen: Screen;
  onScreen: (screen: Screen) => void;
}

const most = 99; // what there is room to count

const entries: { screen: Screen; icon: () => JSX.Element }[] = [
  { screen: "inbox", icon: () => <InboxIcon class="icon" /> },
  { screen: "settings", icon: () => <SettingsIcon class="icon" /> },
];

/** The way between the screens, and how many conversations need an answer. */
export function Rail(props: Props) {
  const { t, session } = useDesk();
  const presence = usePresence();
  const needs = () => session().conversations.filter((item) => item.group === "needs").length;
  return (
    <nav class="rail" aria-label={t("rail.label")}>
      <Mark />
      <For each={entries}>
        {(entry) => (
          <button
            type="button"
            class={`rail-entry ${entry.screen}`}
            title={t(`rail.${entry.screen}`)}
            aria-current={props.screen === entry.screen ? "page" : undefined}
            onClick={() => props.onScreen(entry.screen)}
          >
            {entry.icon()}
            <span class="sr-only">{t(`rail.${entry.screen}`)}</span>
            <Show when={entry.screen === "inbox" && needs() > 0}>
              <span
                class="rail-count"
                classList={{ quiet: presence.status() === "offline" || presence.lost() !== undefined }}
              >
                {needs() > most ? `${most}+` : needs()}
              </span>
            </Show>
          </button>
        )}
      </For>
    </nav>
  );
}
