import { For, Index, Show } from "solid-js";
import type { Slot } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { day, endOf, overnight, type Part, place, remove, same, shift, step } from "./hours.ts";
import { NowLine } from "./NowLine.tsx";
import { slotTimes } from "./words.ts";
import "./slot-bar.css";

interface Props {
  day: string;
  slots: readonly Slot[];
  /** Those of the day before, which may go on into this one. */
  before: readonly Slot[];
  /** What the hub has. */
  stored: readonly Slot[];
  now?: number;
  /** A slot is being moved. */
  onDraw: (slots: Slot[]) => void;
  /** It was let go, to stay there or to go back. */
  onDrop: (keep: boolean) => void;
  onSlots: (slots: Slot[]) => void;
}

/** The 24 hours of a day with its slots, which are moved by pointer or by the arrow keys. */
export function SlotBar(props: Props) {
  const { t } = useDesk();
  let bar: HTMLDivElement | undefined;
  let drag: { x: number; part: Part; from: readonly Slot[] } | undefined;

  function onKeyDown(event: KeyboardEvent & { currentTarget: HTMLElement }, index: number) {
    const by = { ArrowLeft: -step, ArrowDown: -step, ArrowRight: step, ArrowUp: step }[event.key];
    if (by) {
      props.onDraw(shift(props.slots, index, event.shiftKey ? "end" : "whole", by));
    } else if (event.key === "Delete" || event.key === "Backspace") {
      const row = event.currentTarget.closest(".day-row");
      props.onSlots(remove(props.slots, index));
      row?.querySelector<HTMLElement>(".slot, .add-hours")?.focus();
    } else if (event.key === "Escape" && drag) {
      drag = undefined;
      props.onDrop(false);
    } else return;
    event.preventDefault();
  }

  function onPointerDown(event: PointerEvent & { currentTarget: HTMLElement; target: Element }) {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const part = (event.target.getAttribute("data-part") ?? "whole") as Part;
    drag = { x: event.clientX, part, from: [...props.slots] };
  }

  function onPointerMove(event: PointerEvent, index: number) {
    if (!drag || !bar) return;
    const minutes = ((event.clientX - drag.x) / bar.getBoundingClientRect().width) * day;
    props.onDraw(shift(drag.from, index, drag.part, Math.round(minutes / step) * step));
  }

  function letGo(keep: boolean) {
    drag = undefined;
    props.onDrop(keep);
  }

  return (
    <div class="slot-bar" ref={bar}>
      <For each={props.before.filter(overnight)}>
        {(slot) => <span class="slot-rest" style={place({ from: 0, to: endOf(slot) - day })} />}
      </For>
      <Index each={props.slots}>
        {(slot, index) => (
          <div
            role="slider"
            tabIndex={0}
            class="slot"
            classList={{
              overnight: overnight(slot()),
              pending: !props.stored.some((stored) => same(stored, slot())),
            }}
            style={place({ from: slot().start, to: Math.min(endOf(slot()), day) })}
            aria-label={props.day}
            aria-description={t("availability.keys")}
            aria-valuemin={0}
            aria-valuemax={day - 1}
            aria-valuenow={slot().start}
            aria-valuetext={slotTimes(slot())}
            title={t("availability.keys")}
            onKeyDown={(event) => onKeyDown(event, index)}
            onKeyUp={() => drag || props.onDrop(true)}
            onBlur={() => letGo(true)}
            onPointerDown={onPointerDown}
            onPointerMove={(event) => onPointerMove(event, index)}
            onPointerUp={() => letGo(true)}
            onPointerCancel={() => letGo(false)}
          >
            <span class="grip" data-part="start" />
            <span class="grip" data-part="end" />
          </div>
        )}
      </Index>
      <Show when={props.now !== undefined}>
        <NowLine at={props.now ?? 0} />
      </Show>
    </div>
  );
}
