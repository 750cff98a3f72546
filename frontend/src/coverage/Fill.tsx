import { createEffect, createSignal, on, Show } from "solid-js";
import type { Band, Hours } from "../../shared/local.ts";
import { day } from "../availability/hours.ts";
import { slotTimes } from "../availability/words.ts";
import { daysAfter, instant, wall } from "../availability/zone.ts";
import { useDesk } from "../desk.ts";
import { hubOf } from "../hub.ts";
import { Choice } from "../parts/Choice.tsx";
import { agentName } from "../parts/names.ts";
import { Outdated } from "../parts/Outdated.tsx";
import { TimeField } from "../parts/TimeField.tsx";
import { filled, slotIn } from "./fill.ts";
import type { Plan } from "./model.ts";
import { minutesIn, type Piece, type Time } from "./week.ts";

interface Props {
  plan: Plan;
  gap: Band;
  /** The day of the gap that was picked. */
  piece: Piece;
  /** Who can be put on; not empty. */
  candidates: readonly string[];
}

type Often = "once" | "weekly";

/** Fills a gap, or a part of it: adds hours to an agent. */
export function Fill(props: Props) {
  const { t, session, hours, intents, attempt, zone: here } = useDesk();
  const hub = hubOf(intents);
  const me = () => session().agent.id;
  const [chosen, setChosen] = createSignal(me());
  const [often, setOften] = createSignal<Often>("once");
  const [changed, setChanged] = createSignal<Time>();
  const [full, setFull] = createSignal(false);

  createEffect(
    on(
      () => `${props.gap.from} ${props.gap.to} ${props.piece.from}`,
      () => {
        setChanged(undefined);
        setFull(false);
      },
      { defer: true },
    ),
  );

  const agent = () => (props.candidates.includes(chosen()) ? chosen() : (props.candidates[0] ?? ""));
  const mine = () => agent() === me();
  const name = () => agentName(session(), agent());
  /** Hours go on for a day at most: of a longer gap the day that was picked. */
  const whole = (): Time => (minutesIn(props.gap, props.gap) <= day ? props.gap : props.piece);
  const time = () => changed() ?? whole();
  const lane = () => props.plan.lanes().find((each) => each.agent === agent());
  const elsewhere = () => {
    const zone = lane()?.zone;
    return zone && zone !== here() ? { zone, times: slotTimes(slotIn(time(), zone).slot) } : undefined;
  };
  const date = () => props.plan.words().date(time().from);

  /** The times of the fields: they begin on the date of the gap, and end on the next day unless that is later. */
  function setTimes(start: number, end: number) {
    const begins = wall(whole().from, here()).date;
    const at = (minutes: number, days = 0) => instant({ date: daysAfter(begins, days), minutes }, here());
    // Of a gap over midnight a start before its beginning is meant on its second day, if it lies in it there.
    const days = at(start) < whole().from && at(start, 1) < whole().to ? 1 : 0;
    setChanged({ from: at(start, days), to: at(end, end > start ? days : days + 1) });
  }
  const minutesAt = (at: number) => wall(at, here()).minutes;
  const start = () => minutesAt(time().from);
  const end = () => minutesAt(time().to);

  async function put(event: SubmitEvent) {
    event.preventDefault();
    if (props.plan.pending()) return;
    const pending = { agent: agent(), ...time() };
    const everyWeek = often() === "weekly";
    setFull(false);
    props.plan.setPending(pending);
    const accepted = mine() ? await putMe(pending, everyWeek) : await attempt(putOther(pending, everyWeek));
    if (!accepted) props.plan.setPending(undefined);
  }

  /** One's own hours are the session's: the other pages show them too. */
  async function putMe(pending: Time, everyWeek: boolean): Promise<boolean> {
    const next = fits(filled(hours.shown(), pending, everyWeek, here()));
    return next !== undefined && (await hours.save(next));
  }

  async function putOther(pending: Time & { agent: string }, everyWeek: boolean): Promise<void> {
    const next = fits(filled(await hub.hoursOf(pending.agent), pending, everyWeek, here()));
    if (next) await hub.setHoursOf(pending.agent, next);
    else props.plan.setPending(undefined);
  }

  function fits(next: Hours | undefined) {
    setFull(next === undefined);
    return next;
  }

  return (
    <form class="fill" onSubmit={put}>
      <Outdated when={mine() && hours.outdated()} onLoad={hours.load} />
      <Show when={props.candidates.length > 1}>
        <Choice
          label={t("coverage.agent")}
          value={agent()}
          options={props.candidates}
          name={(id) => agentName(session(), id)}
          onChange={setChosen}
        />
      </Show>
      <span class="fill-times">
        <TimeField
          label={t("coverage.from")}
          minutes={start()}
          onChange={(minutes) => setTimes(minutes, end())}
        />
        –
        <TimeField
          label={t("coverage.to")}
          minutes={end()}
          ends
          onChange={(minutes) => setTimes(start(), minutes)}
        />
      </span>
      <Choice<Often>
        label={t("coverage.often")}
        value={often()}
        options={["once", "weekly"]}
        name={(option) => (option === "once" ? t("coverage.once", { date: date() }) : t("coverage.weekly"))}
        onChange={setOften}
      />
      <button type="submit" class="button primary" disabled={props.plan.pending() !== undefined}>
        {mine() ? t("coverage.addMine") : t("coverage.put", { name: name() })}
      </button>
      <p class="fill-note second" role="status">
        <Show when={!full()} fallback={<span class="clash">{t("coverage.full", { name: name() })}</span>}>
          <Show when={elsewhere()}>{(there) => <span>{t("coverage.theirClock", there())} </span>}</Show>
          <Show when={lane()?.zone === ""}>
            <span>{t(mine() ? "coverage.firstOfMine" : "coverage.first", { name: name() })}</span>
          </Show>
        </Show>
      </p>
    </form>
  );
}
