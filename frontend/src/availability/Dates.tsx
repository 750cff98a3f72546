import { createSignal, For, Show } from "solid-js";
import type { DateHours, Hours } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { DismissIcon } from "../parts/icons.ts";
import { exception, mostDates, withDate, withoutDate } from "./hours.ts";
import { SlotFields } from "./SlotFields.tsx";
import { instant, type Wall } from "./zone.ts";
import "./dates.css";

interface Props {
  hours: Hours;
  today: Wall;
  onDates: (dates: DateHours[]) => void;
}

/** The dates on which the week does not count. Those that have passed are kept: the hub looks back at them. */
export function Dates(props: Props) {
  const { t } = useDesk();
  const [clash, setClash] = createSignal("");
  const passed = () => props.hours.dates.filter(({ date }) => date < props.today.date);
  const ahead = () => props.hours.dates.filter(({ date }) => date >= props.today.date);

  function save(dates: DateHours[]) {
    setClash("");
    props.onDates(dates);
  }

  function list(dates: DateHours[]) {
    return (
      <For each={dates.map(({ date }) => date)}>
        {(date) => (
          <DateRow
            date={date}
            hours={props.hours}
            onDates={save}
            onClash={(day) => setClash(t("availability.clash", { day }))}
          />
        )}
      </For>
    );
  }

  return (
    <section>
      <h2>{t("availability.dates")}</h2>
      <ul>{list(ahead())}</ul>
      <p class="clash second" role="status">
        {clash()}
      </p>
      <AddDate {...props} onDates={save} />
      <Show when={passed().length > 0}>
        <details class="dates-passed">
          <summary>{t("availability.datesPassed", { count: passed().length })}</summary>
          <ul>{list(passed())}</ul>
        </details>
      </Show>
    </section>
  );
}

const noon = 12 * 60; // minutes: in the middle of a date, for writing that

interface RowProps {
  date: string;
  hours: Hours;
  onDates: (dates: DateHours[]) => void;
  onClash: (day: string) => void;
}

function DateRow(props: RowProps) {
  const { t, time, lately, zone } = useDesk();
  const name = () => time().date(instant({ date: props.date, minutes: noon }, zone()), lately());
  return (
    <li class="setting date-row">
      <p class="setting-words day-name">
        <span>{name()}</span>
      </p>
      <SlotFields
        day={name()}
        following={t("availability.nextDay")}
        slots={exception(props.hours, props.date)?.slots ?? []}
        none={t("availability.dayOff")}
        onSlots={(slots) => props.onDates(withDate(props.hours.dates, props.date, slots))}
        onClash={() => props.onClash(name())}
      />
      <button
        type="button"
        class="button bare icon-only"
        title={t("availability.dateRemove")}
        aria-label={t("availability.dateRemoveOf", { day: name() })}
        onClick={() => props.onDates(withoutDate(props.hours.dates, props.date))}
      >
        <DismissIcon class="icon small" />
      </button>
    </li>
  );
}

/** A new date begins as a day off. */
function AddDate(props: Props) {
  const { t } = useDesk();
  const [date, setDate] = createSignal("");
  const takes = () =>
    /^\d{4}-\d{2}-\d{2}$/.test(date()) &&
    !exception(props.hours, date()) &&
    props.hours.dates.length < mostDates;
  return (
    <form
      class="add-date"
      onSubmit={(event) => {
        event.preventDefault();
        if (!takes()) return;
        props.onDates(withDate(props.hours.dates, date(), []));
        setDate("");
      }}
    >
      <input
        class="input"
        type="date"
        min={props.today.date}
        aria-label={t("availability.date")}
        value={date()}
        onInput={(event) => setDate(event.currentTarget.value)}
      />
      <button type="submit" class="button" disabled={!takes()}>
        {t("availability.dateAdd")}
      </button>
    </form>
  );
}
