import { Show } from "solid-js";
import { useDesk } from "../desk.ts";
import { Choice } from "../parts/Choice.tsx";
import { AfterIcon, BeforeIcon } from "../parts/icons.ts";
import { Agents } from "./Agents.tsx";
import { Details } from "./Details.tsx";
import { Gaps } from "./Gaps.tsx";
import { createPlan } from "./model.ts";
import { Week } from "./Week.tsx";
import "./coverage.css";

/** Stands for no group: the choice of a list cannot be empty. */
const wholeSite = "site";

/** A week of the site: what visitors get at which hour if everybody keeps to the hours, and who is there. */
export function Coverage() {
  const { t, session } = useDesk();
  const plan = createPlan();
  const groupName = (id: string) =>
    session().groups.find((group) => group.id === id)?.name ?? t("coverage.noGroup");
  return (
    <>
      <div class="coverage-bar">
        <button
          type="button"
          class="button icon-only"
          aria-label={t("coverage.before")}
          title={t("coverage.before")}
          onClick={() => plan.move(-1)}
        >
          <BeforeIcon class="icon small" />
        </button>
        <button
          type="button"
          class="button icon-only"
          aria-label={t("coverage.after")}
          title={t("coverage.after")}
          onClick={() => plan.move(1)}
        >
          <AfterIcon class="icon small" />
        </button>
        <p class="coverage-week" role="status">
          {plan.words().week(plan.week())}
        </p>
        <Show when={!plan.isThisWeek()}>
          <button type="button" class="button" onClick={() => plan.thisWeek()}>
            {t("coverage.thisWeek")}
          </button>
        </Show>
        <Show when={session().groups.length > 0}>
          <div class="coverage-group">
            <Choice
              label={t("coverage.group")}
              value={plan.group()?.id ?? wholeSite}
              options={[wholeSite, ...session().groups.map((group) => group.id)]}
              name={groupName}
              onChange={plan.setGroup}
            />
          </div>
        </Show>
      </div>
      <Show
        when={plan.plan() || !plan.failed()}
        fallback={<p class="coverage-empty">{t("coverage.failed")}</p>}
      >
        <Show when={plan.plan() && plan.lanes().every((lane) => !lane.zone) && plan.lanes().length > 0}>
          <p class="coverage-empty">{t("coverage.noHours")}</p>
        </Show>
        <div class="coverage">
          <Week plan={plan} />
          <div class="coverage-lists">
            <Show when={plan.plan()}>
              <Gaps plan={plan} />
              <Agents plan={plan} />
            </Show>
          </div>
        </div>
        <Show when={plan.picked()}>{(picked) => <Details plan={plan} picked={picked()} />}</Show>
      </Show>
    </>
  );
}
