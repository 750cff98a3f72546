import { For, type JSX } from "solid-js";
import { useDesk } from "../desk.ts";
import {
  CalendarIcon,
  ChatsIcon,
  ClockIcon,
  CodeIcon,
  ComputerIcon,
  CoverageIcon,
  DevicesIcon,
  GroupIcon,
  HistoryIcon,
  PersonIcon,
  TargetIcon,
  TeamIcon,
} from "../parts/icons.ts";
import type { SettingsSection } from "./sections.ts";
import "./settings-nav.css";

interface Props {
  section: SettingsSection;
  onSection: (section: SettingsSection) => void;
}

/** The pages of the settings, under whom they belong to. */
export function SettingsNav(props: Props) {
  const { t, session, state } = useDesk();
  const groups: {
    heading: () => string;
    pages: { section: SettingsSection; icon: () => JSX.Element; team?: boolean }[];
  }[] = [
    {
      heading: () => t("settings.you.heading"),
      pages: [
        { section: "availability", icon: () => <CalendarIcon class="icon small" /> },
        { section: "changes", icon: () => <HistoryIcon class="icon small" /> },
        { section: "devices", icon: () => <DevicesIcon class="icon small" /> },
        { section: "you", icon: () => <ClockIcon class="icon small" /> },
        { section: "profile", icon: () => <PersonIcon class="icon small" /> },
      ],
    },
    {
      heading: () => session().site.name,
      pages: [
        { section: "team", icon: () => <TeamIcon class="icon small" />, team: true },
        { section: "coverage", icon: () => <CoverageIcon class="icon small" /> },
        { section: "widget", icon: () => <CodeIcon class="icon small" /> },
        { section: "chats", icon: () => <ChatsIcon class="icon small" /> },
        { section: "groups", icon: () => <GroupIcon class="icon small" />, team: true },
        { section: "targeting", icon: () => <TargetIcon class="icon small" /> },
      ],
    },
    {
      heading: () => t("settings.computer.heading"),
      pages: [{ section: "computer", icon: () => <ComputerIcon class="icon small" /> }],
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
            <For each={group.pages.filter((page) => !(page.team && state.system.builtin))}>
              {(page) => (
                <button
                  type="button"
                  aria-current={props.section === page.section ? "page" : undefined}
                  onClick={() => props.onSection(page.section)}
                >
                  {page.icon()}
                  {t(`settings.${page.section}.nav`)}
                </button>
              )}
            </For>
          </>
        )}
      </For>
    </nav>
  );
}
