import { For, Show } from "solid-js";
import type { Hours } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { place, spansOn } from "./hours.ts";
import { NowLine } from "./NowLine.tsx";
import { spanTimes } from "./words.ts";
import { wall } from "./zone.ts";
import "./day-line.css";

const scale = [0, 6, 12, 18, 24];

/** Today from midnight to midnight, the agent's hours in it, and now. On the clock the hours are kept by. */
export function DayLine(props: { hours: Hours }) {
  const { t, lately, zone } = useDesk();
  const now = () => wall(lately(), props.hours.zone);
  /** Another clock than the computer's. One zone may have several names. */
  const foreign = () => {
    const here = wall(lately(), zone());
    return here.date !== now().date || here.minutes !== now().minutes;
  };
  const today = () => spansOn(props.hours, now().date);
  const words = () => spanTimes(today()) || t("availability.off");
  return (
    <div class="day-line">
      <span class="sr-only">{t("availability.todayIs", { times: words() })}</span>
      <div class="day-line-bar" aria-hidden="true">
        <For each={today()}>{(span) => <span class="covered" style={place(span)} />}</For>
        <NowLine at={now().minutes} />
      </div>
      <div class="day-line-scale" aria-hidden="true">
        <For each={scale}>{(hour) => <span>{String(hour).padStart(2, "0")}</span>}</For>
      </div>
      <Show when={foreign()}>
        <p class="second">{t("availability.clockOf", { zone: props.hours.zone })}</p>
      </Show>
    </div>
  );
}
