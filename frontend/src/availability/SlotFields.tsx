import { Index, Show } from "solid-js";
import type { Slot } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { AddIcon, DismissIcon } from "../parts/icons.ts";
import { TimeField } from "../parts/TimeField.tsx";
import { add, overnight, remove, replace } from "./hours.ts";
import { slotTimes } from "./words.ts";
import "./slot-fields.css";

interface Props {
  /** What the day is called, and the one after it. */
  day: string;
  following: string;
  slots: readonly Slot[];
  /** What stands there without slots. */
  none: string;
  onSlots: (slots: Slot[]) => void;
  /** Times were refused because there are hours at that time already. */
  onClash: () => void;
}

/** The slots of a day as fields, with buttons to add and remove them. */
export function SlotFields(props: Props) {
  const { t } = useDesk();
  let adding: HTMLButtonElement | undefined;
  const more = () => add(props.slots);

  function change(index: number, slot: Slot) {
    const next = replace(props.slots, index, slot);
    if (next) props.onSlots(next);
    else props.onClash();
  }

  return (
    <div class="slot-fields">
      <Show when={props.slots.length > 0} fallback={<span class="slot-none">{props.none}</span>}>
        <Index each={props.slots}>
          {(slot, index) => (
            <span class="slot-times">
              <TimeField
                label={t("availability.from", { day: props.day })}
                minutes={slot().start}
                onChange={(start) => change(index, { ...slot(), start })}
              />
              –
              <TimeField
                label={t("availability.to", { day: props.day })}
                minutes={slot().end}
                ends
                onChange={(end) => change(index, { ...slot(), end })}
              />
              <Show when={overnight(slot())}>
                <span class="second">{t("availability.into", { day: props.following })}</span>
              </Show>
              <button
                type="button"
                class="slot-button"
                aria-label={t("availability.remove", { day: props.day, times: slotTimes(slot()) })}
                onClick={() => {
                  props.onSlots(remove(props.slots, index));
                  adding?.focus();
                }}
              >
                <DismissIcon class="icon small" />
              </button>
            </span>
          )}
        </Index>
      </Show>
      <button
        ref={adding}
        type="button"
        class="slot-button add-hours"
        title={t("availability.add")}
        aria-label={t("availability.addTo", { day: props.day })}
        disabled={more() === undefined}
        onClick={() => props.onSlots(more() ?? [...props.slots])}
      >
        <AddIcon class="icon small" />
      </button>
    </div>
  );
}
