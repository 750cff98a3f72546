import { For, Show } from "solid-js";
import { duration } from "../availability/words.ts";
import { useDesk } from "../desk.ts";
import { Picture } from "../parts/Picture.tsx";
import type { Plan } from "./model.ts";
import { minutesIn } from "./week.ts";

/** Who may count, and for how long each is planned in the week. */
export function Agents(props: { plan: Plan }) {
  const { t, language } = useDesk();
  type Lane = ReturnType<Plan["lanes"]>[number];
  const minutes = (lane: Lane) => lane.runs.reduce((sum, run) => sum + minutesIn(run, props.plan.week()), 0);
  const total = () => props.plan.lanes().reduce((sum, lane) => sum + minutes(lane), 0);
  const planned = (lane: Lane) => {
    if (!lane.zone) return t("coverage.withoutHours");
    return minutes(lane) > 0 ? duration(minutes(lane), language()) : t("coverage.notThisWeek");
  };
  return (
    <section aria-label={t("coverage.agents")}>
      <h2 class="coverage-heading">
        {t("coverage.agents")}
        <span class="second">{total() > 0 && duration(total(), language())}</span>
      </h2>
      <Show
        when={props.plan.lanes().length > 0}
        fallback={<p class="coverage-empty">{t("coverage.noAgents")}</p>}
      >
        <ul>
          <For each={props.plan.lanes()}>
            {(lane) => (
              <li class="coverage-agent">
                <Picture id={lane.agent} name={lane.name} agent size="small" />
                <span class="cut-off">{lane.name}</span>
                <span class="second">{planned(lane)}</span>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  );
}
