import { createEffect, on, Show } from "solid-js";
import { useDesk } from "../desk.ts";
import { agentName } from "../parts/names.ts";
import { Fill } from "./Fill.tsx";
import type { Picked, Plan } from "./model.ts";
import "./details.css";

interface Props {
  plan: Plan;
  picked: Picked;
}

/** What is picked: what visitors get then, and what can be done about it. */
export function Details(props: Props) {
  const { t, session, lately } = useDesk();
  const names = () => props.picked.piece.agents.map((id) => agentName(session(), id)).join(", ");
  const manages = () => session().agent.role !== "agent";
  const candidates = () => {
    const all = props.plan.lanes().map((lane) => lane.agent);
    return manages() ? all : all.filter((agent) => agent === session().agent.id);
  };
  const what = () => {
    const group = props.plan.group()?.name;
    if (!props.picked.gap) return names();
    return group ? t("coverage.nobodyOf", { group }) : t("coverage.nobody");
  };

  // Once somebody is put on, the form goes that had the keyboard.
  createEffect(
    on(
      () => props.picked.gap !== undefined,
      (open, was) => {
        if (!was || open || document.activeElement !== document.body) return;
        document.querySelector<HTMLElement>(`.band[data-from="${props.picked.piece.from}"]`)?.focus();
      },
    ),
  );

  return (
    <section class="coverage-details" aria-label={t("coverage.picked")}>
      <div class="details-words">
        <p class="details-title">
          {props.plan.words().whole(props.picked.gap ?? props.picked.piece)}: {what()}
        </p>
        <p class="second">{t(`coverage.visitors.${props.picked.piece.mode}`)}</p>
      </div>
      <Show when={props.picked.gap}>
        {(gap) => (
          <Show when={gap().to > lately()} fallback={<p class="second">{t("coverage.passed")}</p>}>
            <Show
              when={candidates().length > 0}
              fallback={<p class="second">{t(manages() ? "coverage.noAgents" : "coverage.notYours")}</p>}
            >
              <Fill plan={props.plan} gap={gap()} piece={props.picked.piece} candidates={candidates()} />
            </Show>
          </Show>
        )}
      </Show>
    </section>
  );
}
