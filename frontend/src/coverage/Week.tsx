import { createMemo, For, Index } from "solid-js";
import { place } from "../availability/hours.ts";
import { useDesk } from "../desk.ts";
import { DayBands } from "./DayBands.tsx";
import type { Plan } from "./model.ts";
import { type Day, isIn, later, type Piece } from "./week.ts";
import "./week-bands.css";

const scale = [0, 3, 6, 9, 12, 15, 18, 21];

/** The seven days one below the other: the bands are one thing to walk through with the arrow keys. */
export function Week(props: { plan: Plan }) {
  const { t } = useDesk();
  let list: HTMLUListElement | undefined;
  const first = createMemo(() => props.plan.rows().find(({ pieces }) => pieces.length > 0)?.pieces[0]);
  const current = () => props.plan.picked()?.piece ?? first();

  function walk(event: KeyboardEvent) {
    const { plan } = props;
    const from = current();
    if (!from || event.altKey || event.ctrlKey || event.metaKey) return;
    const target = step(plan.rows(), from, event.key);
    if (!target) return;
    event.preventDefault();
    plan.pick(target.from);
    list?.querySelector<HTMLElement>(`[data-from="${target.from}"]`)?.focus();
  }

  return (
    <section class="coverage-days" aria-label={props.plan.words().week(props.plan.week())}>
      <div class="coverage-scale" aria-hidden="true">
        <For each={scale}>
          {(hour) => (
            <span style={{ left: place({ from: hour * 60, to: hour * 60 }).left }}>
              {String(hour).padStart(2, "0")}
            </span>
          )}
        </For>
      </div>
      <ul ref={list} aria-description={t("coverage.keys")} onKeyDown={walk}>
        <Index each={props.plan.rows()}>
          {(row) => <DayBands plan={props.plan} day={row().day} pieces={row().pieces} current={current()} />}
        </Index>
      </ul>
    </section>
  );
}

/** Where a key leads from a band: to the one before or after it, or to what stands at the same time a day earlier or later. */
function step(rows: readonly { day: Day; pieces: Piece[] }[], from: Piece, key: string): Piece | undefined {
  const all = rows.flatMap(({ pieces }) => pieces);
  const index = all.findIndex((piece) => piece.from === from.from);
  if (key === "ArrowLeft") return all[index - 1];
  if (key === "ArrowRight") return all[index + 1];
  const days = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (!days) return undefined;
  const at = later(from.from, days, rows[0]?.day.zone ?? "");
  return all.find((piece) => isIn(at, piece));
}
