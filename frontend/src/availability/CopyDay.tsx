import { DropdownMenu } from "@kobalte/core/dropdown-menu";
import { createSignal, For } from "solid-js";
import { useDesk } from "../desk.ts";
import { CheckIcon, CopyIcon } from "../parts/icons.ts";
import "./copy-day.css";

interface Props {
  /** Of the weekdays, Monday first. */
  names: readonly string[];
  /** Of the one that is copied. */
  index: number;
  onCopy: (to: number[]) => void;
}

const all = [0, 1, 2, 3, 4, 5, 6];
const workdays = all.slice(0, 5);

/** Copies the hours of one day to others. */
export function CopyDay(props: Props) {
  const { t } = useDesk();
  const [chosen, setChosen] = createSignal<number[]>([]);
  const others = () => all.filter((index) => index !== props.index);
  return (
    <DropdownMenu
      gutter={4}
      placement="bottom-end"
      onOpenChange={() => setChosen([])}
      fitViewport
      modal={false}
    >
      <DropdownMenu.Trigger
        class="slot-button copy-day"
        title={t("availability.copy")}
        aria-label={t("availability.copyOf", { day: props.names[props.index] ?? "" })}
      >
        <CopyIcon class="icon small" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content class="floating copy-menu">
          <DropdownMenu.Item class="copy-option" onSelect={() => props.onCopy(workdays)}>
            {t("availability.copyWorkdays")}
          </DropdownMenu.Item>
          <DropdownMenu.Item class="copy-option" onSelect={() => props.onCopy(all)}>
            {t("availability.copyAll")}
          </DropdownMenu.Item>
          <DropdownMenu.Separator class="copy-line" />
          <For each={others()}>
            {(index) => (
              <DropdownMenu.CheckboxItem
                class="copy-option"
                checked={chosen().includes(index)}
                onChange={(on) =>
                  setChosen(on ? [...chosen(), index] : chosen().filter((other) => other !== index))
                }
                closeOnSelect={false}
              >
                <span class="check">
                  <DropdownMenu.ItemIndicator>
                    <CheckIcon class="icon small" />
                  </DropdownMenu.ItemIndicator>
                </span>
                <DropdownMenu.ItemLabel>{props.names[index]}</DropdownMenu.ItemLabel>
              </DropdownMenu.CheckboxItem>
            )}
          </For>
          <DropdownMenu.Separator class="copy-line" />
          <DropdownMenu.Item
            class="copy-option go"
            disabled={chosen().length === 0}
            onSelect={() => props.onCopy(chosen())}
          >
            {t("availability.copyGo")}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  );
}
