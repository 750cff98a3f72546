import { Index, Show } from "solid-js";
import type { Band } from "../../shared/local.ts";
import { duration } from "../availability/words.ts";
import { useDesk } from "../desk.ts";
import type { Plan } from "./model.ts";
import { minutesIn } from "./week.ts";
import "./gaps.css";

/** The gaps of the week, in the order they come. */
export function Gaps(props: { plan: Plan }) {
  const { t, language } = useDesk();
  let list: HTMLUListElement | undefined;
  const minutes = () => props.plan.gaps().reduce((sum, gap) => sum + minutesIn(gap, props.plan.week()), 0);
  const pickedAt = () => {
    const gap = props.plan.picked()?.gap;
    return gap ? props.plan.gaps().findIndex(({ from }) => from === gap.from) : -1;
  };

  /** Where picking a gap begins: a gap may have begun in the week before. */
  const begin = (gap: Band) => Math.max(gap.from, props.plan.week().from);
  /** Picks a gap and brings it into sight, unless that would take the list away. */
  function pick(gap: Band) {
    props.plan.pick(begin(gap));
    const band = document.querySelector<HTMLElement>(`.band[data-from="${begin(gap)}"]`);
    const beside = (list?.getBoundingClientRect().left ?? 0) > (band?.getBoundingClientRect().right ?? 0);
    if (beside) band?.scrollIntoView({ block: "nearest" });
  }

  function walk(event: KeyboardEvent) {
    const by = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 }[event.key];
    if (!by || event.altKey || event.ctrlKey || event.metaKey) return;
    const buttons = [...(list?.querySelectorAll("button") ?? [])];
    const index = buttons.indexOf(event.target as HTMLButtonElement) + by;
    const gap = props.plan.gaps()[index];
    if (!gap) return;
    event.preventDefault();
    pick(gap);
    buttons[index]?.focus();
  }
  const name = (gap: Band) =>
    t("coverage.spoken.band", {
      time: props.plan.words().spoken(gap),
      mode: t(`coverage.mode.${gap.mode}`),
      who: t("coverage.spoken.nobody"),
    });

  return (
    <section aria-label={t("coverage.gaps")}>
      <h2 class="coverage-heading">
        {t("coverage.gaps")}
        <span class="second">{minutes() > 0 && duration(minutes(), language())}</span>
      </h2>
      <Show
        when={props.plan.gaps().length > 0}
        fallback={<p class="coverage-empty">{t("coverage.noGaps")}</p>}
      >
        <ul ref={list} onKeyDown={walk}>
          <Index each={props.plan.gaps()}>
            {(gap, index) => (
              <li>
                <button
                  type="button"
                  class="gap"
                  aria-current={index === pickedAt() ? "true" : undefined}
                  tabIndex={index === Math.max(0, pickedAt()) ? 0 : -1}
                  onClick={() => pick(gap())}
                >
                  <span class="sr-only">{name(gap())}</span>
                  <span aria-hidden="true">{props.plan.words().short(gap())}</span>
                  <span class="second" aria-hidden="true">
                    {duration(minutesIn(gap(), gap()), language())}
                  </span>
                </button>
              </li>
            )}
          </Index>
        </ul>
      </Show>
    </section>
  );
}
