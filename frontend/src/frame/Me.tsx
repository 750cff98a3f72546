import { DropdownMenu } from "@kobalte/core/dropdown-menu";
import { createSignal, For } from "solid-js";
import { useDesk } from "../desk.ts";
import { chord } from "../keys.ts";
import { DownIcon } from "../parts/icons.ts";
import { Picture } from "../parts/Picture.tsx";
import { StatusMark } from "../parts/StatusMark.tsx";
import { statuses } from "../parts/status.ts";
import { usePresence } from "./presence.ts";
import { statusKeys } from "./shortcuts.ts";
import "./me.css";

/** The agent, and the menu that switches the status. Stands at the top of column two on every screen. */
export function Me() {
  const { session, state, t } = useDesk();
  const presence = usePresence();
  const [open, setOpen] = createSignal(false);
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
          <span class="second cut-off">{presence.line()}</span>
        </span>
        <DownIcon class="icon small" />
      </DropdownMenu.Trigger>
      {/* A choice changes the sentence in place: that is spoken. */}
      <span class="sr-only" role="status">
        {open() && t("sentence", { head: state.sentence.head })}
      </span>
      <DropdownMenu.Portal>
        <DropdownMenu.Content class="floating status-menu">
          <StatusMenu />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  );
}

/** The sentence and the three statuses. A choice applies at once and leaves the menu open. */
function StatusMenu() {
  const { t, state, intents, attempt } = useDesk();
  const presence = usePresence();
  return (
    <DropdownMenu.RadioGroup value={presence.status()}>
      <DropdownMenu.GroupLabel as="p" class="status-sentence">
        <b>{t("sentence", { head: state.sentence.head })}</b> {state.sentence.why}
      </DropdownMenu.GroupLabel>
      <For each={statuses}>
        {(status) => (
          <DropdownMenu.RadioItem
            class="status-option"
            value={status}
            closeOnSelect={false}
            onSelect={() => attempt(intents.SetStatus({ status }))}
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
  );
}
