import { createSignal, Show } from "solid-js";
import type { Slot } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { CopyDay } from "./CopyDay.tsx";
import { same } from "./hours.ts";
import { SlotBar } from "./SlotBar.tsx";
import { SlotFields } from "./SlotFields.tsx";

interface Props {
  /** Of the weekdays, Monday first. */
  names: readonly string[];
  /** Of this one. */
  index: number;
  slots: readonly Slot[];
  /** Those of the day before, which may go on into this one. */
  before: readonly Slot[];
  stored: readonly Slot[];
  /** Minutes since midnight, if this is today. */
  now?: number;
  onSlots: (slots: Slot[]) => void;
  onCopy: (to: number[]) => void;
  /** Times were refused because there are hours at that time already. */
  onClash: () => void;
}

/** One day of the week. While a slot is dragged bar and fields show where it would be. */
export function DayRow(props: Props) {
  const { t } = useDesk();
  const [drawn, setDrawn] = createSignal<Slot[]>();
  const shown = () => drawn() ?? props.slots;
  const name = () => props.names[props.index] ?? "";
  const following = () => props.names[(props.index + 1) % props.names.length] ?? "";

  function drop(keep: boolean) {
    const next = drawn();
    if (keep && next?.some((slot, index) => !same(slot, props.slots[index] ?? slot))) props.onSlots(next);
    setDrawn(undefined);
  }

  return (
    <li class="day-row" classList={{ today: props.now !== undefined }}>
      <p class="day-name">
        <Show when={props.now !== undefined} fallback={<span>{name()}</span>}>
          <span>{t("availability.today", { day: name() })}</span>
        </Show>
      </p>
      <SlotBar
        day={name()}
        slots={shown()}
        before={props.before}
        stored={props.stored}
        now={props.now}
        onDraw={setDrawn}
        onDrop={drop}
        onSlots={props.onSlots}
      />
      <SlotFields
        day={name()}
        following={following()}
        slots={shown()}
        none={t("availability.off")}
        onSlots={props.onSlots}
        onClash={props.onClash}
      />
      <CopyDay names={props.names} index={props.index} onCopy={props.onCopy} />
    </li>
  );
}
