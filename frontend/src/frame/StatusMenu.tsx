import { DropdownMenu } from "@kobalte/core/dropdown-menu";
import { createEffect, createSignal, For, type JSX, on, Show } from "solid-js";
import type { Status } from "../../shared/local.ts";
import { DayLine } from "../availability/DayLine.tsx";
import { none } from "../availability/hours.ts";
import { useDesk } from "../desk.ts";
import { chord } from "../keys.ts";
import { CalendarIcon, DevicesIcon, HistoryIcon } from "../parts/icons.ts";
import { StatusMark } from "../parts/StatusMark.tsx";
import { StatusSentence } from "../parts/StatusSentence.tsx";
import { statuses } from "../parts/status.ts";
import type { SettingsSection } from "../settings/sections.ts";
import { ForHowLong } from "./ForHowLong.tsx";
import { type Length, lengthOf, lengths } from "./length.ts";
import { usePresence } from "./presence.ts";
import { statusKeys } from "./shortcuts.ts";
import "../parts/menu.css";
import "./status-menu.css";

/** The pages that are about the agent's status. */
const pages: { section: "availability" | "changes" | "devices"; icon: () => JSX.Element }[] = [
  { section: "availability", icon: () => <CalendarIcon class="icon small" /> },
  { section: "changes", icon: () => <HistoryIcon class="icon small" /> },
  { section: "devices", icon: () => <DevicesIcon class="icon small" /> },
];

/** The sentence, the three statuses and how long they last. A choice applies at once and leaves the menu open. */
export function StatusMenu(props: { onSettings: (section: SettingsSection) => void }) {
  const { session, t, now } = useDesk();
  const presence = usePresence();

  // The view says how long a choice runs only once the hub has made it: until then what was asked for is shown.
  const [asked, setAsked] = createSignal<{ length: Length; before: string }>();
  const view = () => JSON.stringify(session().view);
  const asking = () => (presence.pending() || view() === asked()?.before ? asked()?.length : undefined);
  const length = () => asking() ?? lengthOf(session().view?.timed);
  createEffect(on(presence.pending, (pending) => pending || setAsked(undefined), { defer: true }));

  async function choose(status: Status, length: Length, more = {}) {
    const choice = { length, before: view() };
    setAsked(choice);
    const accepted = await presence.choose({ status, ...more });
    if (!accepted && asked() === choice) setAsked(undefined);
  }

  return (
    <>
      <DropdownMenu.RadioGroup value={presence.status()} class="status-group">
        <div class="status-head">
          <DropdownMenu.GroupLabel as="p" class="status-sentence">
            <StatusSentence />
          </DropdownMenu.GroupLabel>
          <Show when={!none(session().hours)}>
            <DayLine hours={session().hours} />
          </Show>
        </div>
        <For each={statuses}>
          {(status) => (
            <DropdownMenu.RadioItem
              class="status-option"
              value={status}
              closeOnSelect={false}
              onSelect={() => choose(status, "holds")}
              textValue={t(`status.${status}`)}
            >
              <StatusMark status={status} pending={presence.pending() && presence.status() === status} />
              <DropdownMenu.ItemLabel class="status-name">{t(`status.${status}`)}</DropdownMenu.ItemLabel>
              <kbd>{chord(statusKeys[status])}</kbd>
              <DropdownMenu.ItemDescription class="second">
                {t(`statusDoes.${status}`)}
              </DropdownMenu.ItemDescription>
            </DropdownMenu.RadioItem>
          )}
        </For>
      </DropdownMenu.RadioGroup>
      <ForHowLong
        length={length()}
        pending={presence.pending()}
        onChoose={(length) => choose(presence.status(), length, lengths[length])}
        onUntil={(at) => choose(presence.status(), "until", { for: at - now() })}
      />
      <For each={pages}>
        {(page) => (
          <DropdownMenu.Item class="menu-item" onSelect={() => props.onSettings(page.section)}>
            {page.icon()}
            {t(`settings.${page.section}.nav`)}
          </DropdownMenu.Item>
        )}
      </For>
    </>
  );
}
