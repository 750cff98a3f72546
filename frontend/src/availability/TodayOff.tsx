import type { DateHours, Hours } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { Row } from "../settings/Row.tsx";
import { isDayOff, slotsOn, withDate, withoutDate } from "./hours.ts";
import { timesOf } from "./words.ts";
import type { Wall } from "./zone.ts";

interface Props {
  hours: Hours;
  today: Wall;
  onDates: (dates: DateHours[]) => void;
}

/** Takes today off, or takes that back. */
export function TodayOff(props: Props) {
  const { t } = useDesk();
  const off = () => isDayOff(props.hours, props.today.date);
  const times = () => timesOf(slotsOn(props.hours, props.today.date)) || t("availability.off");
  function toggle() {
    const { dates } = props.hours;
    const { date } = props.today;
    props.onDates(off() ? withoutDate(dates, date) : withDate(dates, date, []));
  }
  return (
    <Row title={t("availability.todayTitle")} why={off() ? t("availability.dayOff") : times()}>
      <button type="button" class="button" onClick={toggle}>
        {t(off() ? "availability.todayOn" : "availability.todayOff")}
      </button>
    </Row>
  );
}
