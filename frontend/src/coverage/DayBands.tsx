import { createMemo, For, Index, Show } from "solid-js";
import { initials } from "../../shared/initials.ts";
import { place } from "../availability/hours.ts";
import { NowLine } from "../availability/NowLine.tsx";
import { useDesk } from "../desk.ts";
import { agentName, tone } from "../parts/names.ts";
import type { Plan } from "./model.ts";
import { type Day, isIn, minutesIn, type Piece, spanIn, type Time } from "./week.ts";

interface Props {
  plan: Plan;
  day: Day;
  pieces: readonly Piece[];
  /** The band the keyboard comes to. */
  current: Piece | undefined;
}

/** One day: a band of what visitors get, and below it when each agent is planned. */
export function DayBands(props: Props) {
  const { t, lately, session } = useDesk();
  const today = () => isIn(lately(), props.day);
  const names = (ids: readonly string[]) => ids.map((id) => agentName(session(), id)).join(", ");

  function name(piece: Piece): string {
    return t("coverage.spoken.band", {
      time: props.plan.words().spoken(piece),
      mode: t(`coverage.mode.${piece.mode}`),
      who: names(piece.agents) || t("coverage.spoken.nobody"),
    });
  }

  /** A gap is picked whole, also where it goes on over midnight. */
  const isPicked = (piece: Piece) => {
    const picked = props.plan.picked();
    return (
      picked !== undefined &&
      (piece.from === picked.piece.from || isIn(piece.from, picked.gap ?? picked.piece))
    );
  };

  return (
    <li class="coverage-day" classList={{ today: today() }}>
      <p class="coverage-date">
        <span>{props.plan.words().weekday(props.day.from)}</span>
        <span class="second">{today() ? t("coverage.today") : props.plan.words().date(props.day.from)}</span>
      </p>
      <div class="coverage-hours">
        <div class="bands">
          <Index each={props.pieces}>
            {(piece) => (
              <button
                type="button"
                class={`band ${piece().mode}`}
                classList={{ picked: isPicked(piece()) }}
                style={place(spanIn(piece(), props.day))}
                tabIndex={piece().from === props.current?.from ? 0 : -1}
                aria-label={name(piece())}
                aria-pressed={isPicked(piece())}
                title={name(piece())}
                data-from={piece().from}
                onClick={() => props.plan.pick(piece().from)}
              >
                <span class="band-words">{t(`coverage.mode.${piece().mode}`)}</span>
              </button>
            )}
          </Index>
        </div>
        <Lanes plan={props.plan} day={props.day} />
        <Show when={today()}>
          <NowLine at={spanIn({ from: lately(), to: lately() + 1 }, props.day).from} />
        </Show>
      </div>
    </li>
  );
}

/** A line per agent whom the week needs, the same on every day. */
function Lanes(props: { plan: Plan; day: Day }) {
  const lanes = createMemo(() => {
    const pending = props.plan.pending();
    return props.plan
      .lanes()
      .map((lane) => ({ ...lane, pending: pending?.agent === lane.agent ? pending : undefined }))
      .filter((lane) => lane.pending || lane.runs.some((run) => minutesIn(run, props.plan.week()) > 0));
  });
  const onDay = (runs: readonly Time[]) => runs.filter((run) => minutesIn(run, props.day) > 0);
  return (
    <For each={lanes()}>
      {(lane) => (
        <div class="lane">
          <For each={onDay(lane.runs)}>
            {(run) => <Run name={lane.name} agent={lane.agent} run={run} day={props.day} plan={props.plan} />}
          </For>
          <For each={onDay(lane.pending ? [lane.pending] : [])}>
            {(run) => (
              <Run name={lane.name} agent={lane.agent} run={run} day={props.day} plan={props.plan} pending />
            )}
          </For>
        </div>
      )}
    </For>
  );
}

interface RunProps {
  name: string;
  agent: string;
  run: Time;
  day: Day;
  plan: Plan;
  /** Not confirmed. */
  pending?: boolean;
}

function Run(props: RunProps) {
  const words = () => `${props.name}, ${props.plan.words().spoken(props.run)}`;
  return (
    <span
      class={`run ${tone(props.agent)}`}
      classList={{
        pending: props.pending,
        before: props.run.from < props.day.from,
        after: props.run.to > props.day.to,
      }}
      style={place(spanIn(props.run, props.day))}
      role="img"
      aria-label={words()}
      title={words()}
    >
      {initials(props.name)}
    </span>
  );
}
