import { Match, Switch } from "solid-js";
import { Availability } from "../availability/Availability.tsx";
import { Coverage } from "../coverage/Coverage.tsx";
import { useDesk } from "../desk.ts";
import { Groups } from "../groups/Groups.tsx";
import { Changes } from "../people/Changes.tsx";
import { Devices } from "../people/Devices.tsx";
import { Team } from "../people/Team.tsx";
import { Chats } from "../site/Chats.tsx";
import { Targeting } from "../targeting/Targeting.tsx";
import { Computer } from "./Computer.tsx";
import { Profile } from "./Profile.tsx";
import type { SettingsSection } from "./sections.ts";
import { Widget } from "./Widget.tsx";
import { You } from "./You.tsx";
import "./settings-page.css";

/** One page of the settings. Everything is saved at once; what could not be saved shows its old value again. */
export function SettingsPage(props: {
  section: SettingsSection;
  onSection: (section: SettingsSection) => void;
}) {
  const { t } = useDesk();
  return (
    <main class="settings-page" data-region="main">
      <div classList={{ wide: props.section === "availability", whole: props.section === "coverage" }}>
        <h1>{t(`settings.${props.section}.title`)}</h1>
        <p class="settings-lead">{t(`settings.${props.section}.lead`)}</p>
        <Switch>
          <Match when={props.section === "availability"}>
            <Availability onChanges={() => props.onSection("changes")} />
          </Match>
          <Match when={props.section === "changes"}>
            <Changes />
          </Match>
          <Match when={props.section === "devices"}>
            <Devices />
          </Match>
          <Match when={props.section === "you"}>
            <You />
          </Match>
          <Match when={props.section === "profile"}>
            <Profile />
          </Match>
          <Match when={props.section === "team"}>
            <Team />
          </Match>
          <Match when={props.section === "coverage"}>
            <Coverage />
          </Match>
          <Match when={props.section === "widget"}>
            <Widget />
          </Match>
          <Match when={props.section === "chats"}>
            <Chats />
          </Match>
          <Match when={props.section === "groups"}>
            <Groups />
          </Match>
          <Match when={props.section === "targeting"}>
            <Targeting />
          </Match>
          <Match when={props.section === "computer"}>
            <Computer />
          </Match>
        </Switch>
      </div>
    </main>
  );
}
