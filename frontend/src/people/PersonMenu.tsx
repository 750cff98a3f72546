import { DropdownMenu } from "@kobalte/core/dropdown-menu";
import { Show } from "solid-js";
import { useDesk } from "../desk.ts";
import { MoreIcon } from "../parts/icons.ts";

interface Props {
  name: string;
  /** The changes are shown. */
  log: boolean;
  onLog: () => void;
  /** Undefined where the agent at the window may not. */
  onRemove?: () => void;
}

/** What is seldom done with a colleague. */
export function PersonMenu(props: Props) {
  const { t } = useDesk();
  return (
    <DropdownMenu modal={false} gutter={4} placement="bottom-end">
      <DropdownMenu.Trigger class="button icon-only bare" aria-label={t("team.more", { name: props.name })}>
        <MoreIcon class="icon small" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content class="floating choice-list">
          <DropdownMenu.Item class="choice-option" onSelect={() => props.onLog()}>
            {t(props.log ? "team.hideChanges" : "team.changes")}
          </DropdownMenu.Item>
          <Show when={props.onRemove}>
            <DropdownMenu.Item class="choice-option wrong" onSelect={() => props.onRemove?.()}>
              {t("team.remove")}
            </DropdownMenu.Item>
          </Show>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  );
}
