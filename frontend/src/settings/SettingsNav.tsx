import { For, type JSX } from "solid-js";
import { useDesk } from "../desk.ts";
import { ClockIcon, CodeIcon, ComputerIcon } from "../parts/icons.ts";
import type { SettingsSection } from "./sections.ts";
import "./settings-nav.css";

interface Props {
  section: SettingsSection;
  onSection: (section: SettingsSection) => void;
}

/** The pages of the settings, under whom they belong to. */
export function SettingsNav(props: Props) {
  const { t, session } = useDesk();
  const groups: { heading: () => string; section: SettingsSection; icon: () => JSX.Element }[] = [
    {
      heading: () => t("settings.you.heading"),
      section: "you",
      icon: () => <ClockIcon class="icon small" />,
    },
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
            <h2 class="settings-heading">
              <span class="cut-off">{group.heading()}</span>
            </h2>
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
