import { createMemo, createSignal, Index, Show } from "solid-js";
import type { Hours } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { DayRow } from "./DayRow.tsx";
import { copyDay, minutesOf, slotsBefore } from "./hours.ts";
import { duration, weekdays } from "./words.ts";
import { type Wall, weekday } from "./zone.ts";
import "./week.css";

interface Props {
  hours: Hours;
  today: Wall;
  onWeek: (week: Hours["week"]) => void;
}

const scale = [0, 3, 6, 9, 12, 15, 18, 21];

/** The days of every week: each a bar of its 24 hours, and the same times as fields. */
export function Week(props: Props) {
  const { t, language, session } = useDesk();
  const names = createMemo(() => weekdays(language()));
  const [clash, setClash] = createSignal("");
  const minutes = () => minutesOf(props.hours.week);

  function save(week: Hours["week"]) {
    setClash("");
    props.onWeek(week);
  }

  return (
    <section aria-label={t("availability.week")}>
      <div class="week">
        <div class="week-scale" aria-hidden="true">
          <Index each={scale}>{(hour) => <span>{String(hour()).padStart(2, "0")}</span>}</Index>
        </div>
        <ul>
          <Index each={props.hours.week}>
            {(slots, index) => (
              <DayRow
                names={names()}
                index={index}
                slots={slots()}
                before={slotsBefore(props.hours.week, index)}
                stored={session().hours.week[index] ?? []}
                now={weekday(props.today.date) === index ? props.today.minutes : undefined}
                onSlots={(next) => save(props.hours.week.with(index, next))}
                onCopy={(to) => save(copyDay(props.hours.week, index, to))}
                onClash={() => setClash(t("availability.clash", { day: names()[index] ?? "" }))}
              />
            )}
          </Index>
        </ul>
      </div>
      <p class="week-total second" role="status">
        <Show
          when={clash()}
          fallback={minutes() > 0 && t("availability.total", { time: duration(minutes(), language()) })}
        >
          <span class="clash">{clash()}</span>
        </Show>
      </p>
    </section>
  );
}
