import { DropdownMenu } from "@kobalte/core/dropdown-menu";
import { For } from "solid-js";
import type { Status } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { DownIcon } from "../parts/icons.ts";
import { StatusMark } from "../parts/StatusMark.tsx";
import { statuses } from "../parts/status.ts";

interface Props {
  name: string;
  status: Status;
  /** Asked for and not confirmed yet. */
  pending: boolean;
  onStatus: (status: Status) => void;
}

/** Switches the status of a colleague. Also the one there is can be chosen: then it is by choice. */
export function StatusOf(props: Props) {
  const { t } = useDesk();
  return (
    <DropdownMenu modal={false} gutter={4} placement="bottom-end">
      <DropdownMenu.Trigger class="choice status-of" aria-label={t("team.status", { name: props.name })}>
        <StatusMark status={props.status} pending={props.pending} />
        <span>{t(`status.${props.status}`)}</span>
        <DownIcon class="icon small" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content class="floating choice-list">
          <DropdownMenu.RadioGroup value={props.status}>
            <For each={statuses}>
              {(status) => (
                <DropdownMenu.RadioItem
                  class="choice-option person-option"
                  value={status}
                  onSelect={() => props.onStatus(status)}
                >
                  <StatusMark status={status} />
                  {t(`status.${status}`)}
                </DropdownMenu.RadioItem>
              )}
            </For>
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  );
}
