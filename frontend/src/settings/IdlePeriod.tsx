import { createSignal, Show } from "solid-js";
import { useDesk } from "../desk.ts";
import { Choice } from "../parts/Choice.tsx";

const minute = 60;
const offered: readonly number[] = [0, 5, 10, 15, 30, 60]; // minutes; 0 is never
const other = -1;
const longest = 24 * 60; // minutes

interface Props {
  seconds: number;
  onChange: (seconds: number) => void;
}

/** Chooses how long nobody may touch the computer: one of a few periods, or any number of minutes. */
export function IdlePeriod(props: Props) {
  const { t } = useDesk();
  const minutes = () => props.seconds / minute;
  const [writing, setWriting] = createSignal(false);
  const free = () => writing() || !offered.includes(minutes());

  function choose(value: number) {
    setWriting(value === other);
    if (value !== other) props.onChange(value * minute);
  }

  function name(value: number): string {
    if (value === other) return t("settings.idle.another");
    return value === 0 ? t("settings.idle.never") : t("settings.idle.minutes", { count: value });
  }

  return (
    <div class="setting-other">
      <Show when={free()}>
        <input
          ref={(input) => writing() && queueMicrotask(() => input.focus())}
          class="input"
          type="number"
          min={1}
          max={longest}
          step={1}
          aria-label={t("settings.idle.inMinutes")}
          value={Math.max(1, Math.round(minutes()))}
          onChange={(event) => {
            if (!event.currentTarget.checkValidity()) return event.currentTarget.reportValidity();
            setWriting(false);
            props.onChange(event.currentTarget.valueAsNumber * minute);
          }}
        />
        <span>{t("settings.idle.unit")}</span>
      </Show>
      <Choice
        label={t("settings.idle.title")}
        value={free() ? other : minutes()}
        options={[...offered, other]}
        name={name}
        onChange={choose}
      />
    </div>
  );
}
