import { For, type JSX, Show } from "solid-js";
import { useDesk } from "../desk.ts";
import { ClockIcon, CodeIcon, ComputerIcon, PersonIcon } from "../parts/icons.ts";
import type { SettingsSection } from "./sections.ts";
import "./settings-nav.css";

interface Props {
  section: SettingsSection;
  onSection: (section: SettingsSection) => void;
}

/** The pages of the settings, under whom they belong to. */
export function SettingsNav(props: Props) {
  const { t, session } = useDesk();
  const groups: { heading?: () => string; section: SettingsSection; icon: () => JSX.Element }[] = [
    {
      heading: () => t("settings.you.heading"),
      section: "you",
      icon: () => <ClockIcon class="icon small" />,
    },
    { section: "profile", icon: () => <PersonIcon class="icon small" /> },
    { heading: () => session().site.name, section: "widget", icon: () => <CodeIcon class="icon small" /> },
    {
      heading: () => t("settings.computer.heading"),
      section: "computer",
      icon: () => <ComputerIcon class="icon small" />,
    },
  ];
  return (
    <nav class="settings-nav" aria-label={t("rail.settings")}>
      <For each={groups}>
        {(group) => (
          <>
            <Show when={group.heading}>
              {(heading) => (
                <h2 class="settings-heading">
                  <span class="cut-off">{heading()()}</span>
                </h2>
              )}
            </Show>
            <button
              type="button"
              aria-current={props.section === group.section ? "page" : undefined}
              onClick={() => props.onSection(group.section)}
            >
              {group.icon()}
              {t(`settings.${group.section}.nav`)}
            </button>
          </>
        )}
      </For>
    </nav>
  );
}
