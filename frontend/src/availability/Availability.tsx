import { Show } from "solid-js";
import { useDesk } from "../desk.ts";
import { Outdated } from "../parts/Outdated.tsx";
import { StatusSentence } from "../parts/StatusSentence.tsx";
import { LatestChanges } from "../people/Changes.tsx";
import { Row } from "../settings/Row.tsx";
import { Dates } from "./Dates.tsx";
import { none, officeHours } from "./hours.ts";
import { TodayOff } from "./TodayOff.tsx";
import { Week } from "./Week.tsx";
import { ZoneChoice } from "./ZoneChoice.tsx";
import { wall } from "./zone.ts";
import "./availability.css";

/** The agent's hours, which switch to Online and Offline by themselves. */
export function Availability(props: { onChanges: () => void }) {
  const { t, hours, lately, zone } = useDesk();
  const { shown, save, outdated, load } = hours;
  const today = () => wall(lately(), shown().zone);

  return (
    <>
      <p class="availability-sentence">
        <StatusSentence />
      </p>
      <LatestChanges onAll={props.onChanges} />
      <Outdated when={outdated()} onLoad={load} />
      <Show
        when={!none(shown())}
        fallback={
          <Row title={t("availability.none")} why={t("availability.noneWhy")}>
            <button type="button" class="button primary" onClick={() => save(officeHours(zone()))}>
              {t("availability.set")}
            </button>
          </Row>
        }
      >
        <Week hours={shown()} today={today()} onWeek={(week) => save({ week })} />
        <TodayOff hours={shown()} today={today()} onDates={(dates) => save({ dates })} />
        <Row title={t("availability.zone")} why={t("availability.zoneWhy")}>
          <ZoneChoice zone={shown().zone} onZone={(zone) => save({ zone })} />
        </Row>
        <Dates hours={shown()} today={today()} onDates={(dates) => save({ dates })} />
        <Row title={t("availability.clear")} why={t("availability.clearWhy")}>
          <button
            type="button"
            class="button"
            onClick={() => save({ week: shown().week.map(() => []), dates: [] })}
          >
            {t("availability.clearGo")}
          </button>
        </Row>
      </Show>
    </>
  );
}
