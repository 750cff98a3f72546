import { createMemo, For } from "solid-js";
import { useDesk } from "../desk.ts";
import { writeDaytime } from "../parts/daytime.ts";
import { wall, zones } from "./zone.ts";
import "./zone-choice.css";

interface Props {
  zone: string;
  onZone: (zone: string) => void;
}

/**
 * The time zone the hours are kept in. The browser's own list: some 400 entries, each reached by typing its beginning, read out by every
 * screen reader. It shows what is stored: when saving fails, it goes back by itself.
 */
export function ZoneChoice(props: Props) {
  const { t, lately } = useDesk();
  const offered = createMemo(() => zones(props.zone));
  const clock = () => writeDaytime(wall(lately(), props.zone).minutes);
  return (
    <div class="zone-choice">
      <span class="second">{t("availability.zoneNow", { time: clock() })}</span>
      <select
        class="choice"
        aria-label={t("availability.zone")}
        onChange={(event) => {
          props.onZone(event.currentTarget.value);
          event.currentTarget.value = props.zone;
        }}
      >
        <For each={offered()}>
          {(zone) => (
            <option value={zone} selected={zone === props.zone}>
              {zone.replaceAll("_", " ")}
            </option>
          )}
        </For>
      </select>
    </div>
  );
}
