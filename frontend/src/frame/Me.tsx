import { DropdownMenu } from "@kobalte/core/dropdown-menu";
import { createEffect, createSignal } from "solid-js";
import { useDesk } from "../desk.ts";
import { DownIcon } from "../parts/icons.ts";
import { Picture } from "../parts/Picture.tsx";
import { StatusMark } from "../parts/StatusMark.tsx";
import { StatusSentence } from "../parts/StatusSentence.tsx";
import type { SettingsSection } from "../settings/sections.ts";
import { usePresence } from "./presence.ts";
import { StatusMenu } from "./StatusMenu.tsx";
import "./me.css";

/** The agent, and the menu that switches the status. Stands at the top of column two on every screen. */
export function Me(props: { onSettings: (section: SettingsSection) => void }) {
  const { session, state } = useDesk();
  const presence = usePresence();
  const [open, setOpen] = createSignal(false);
  createEffect(() => state.parting && setOpen(false)); // the question covers the window
  return (
    <DropdownMenu
      open={open()}
      onOpenChange={setOpen}
      modal={false}
      gutter={4}
      placement="bottom-start"
      fitViewport
    >
      <DropdownMenu.Trigger class="me">
        <Picture id={session().agent.id} name={session().agent.name} agent>
          <StatusMark status={presence.status()} sign={presence.sign()} pending={presence.pending()} />
        </Picture>
        <span class="me-words">
          <strong>{presence.name()}</strong>
          <span class="second me-line">{presence.line()}</span>
        </span>
        <DownIcon class="icon small" />
      </DropdownMenu.Trigger>
      {/* A choice changes the sentence in place: that is spoken. */}
      <span class="sr-only" role="status">
        {open() && <StatusSentence />}
      </span>
      <DropdownMenu.Portal>
        <DropdownMenu.Content class="floating status-menu">
          <StatusMenu onSettings={props.onSettings} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  );
}
