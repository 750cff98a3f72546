import { createMemo, Index, Show } from "solid-js";
import type { Band } from "../../shared/local.ts";
import { duration } from "../availability/words.ts";
import { useDesk } from "../desk.ts";
import type { Plan } from "./model.ts";
import { minutesIn, type Repeat, repeatsOf } from "./week.ts";
import "./gaps.css";

/** The gaps of the week, in the order they come. What repeats is one line. */
export function Gaps(props: { plan: Plan }) {
  const { t, language, lately, zone } = useDesk();
  let list: HTMLUListElement | undefined;
  const repeats = createMemo(() => repeatsOf(props.plan.gaps(), props.plan.week(), zone()));
  const minutes = (gaps: readonly Band[]) =>
    gaps.reduce((sum, gap) => sum + minutesIn(gap, props.plan.week()), 0);
  const isPicked = ({ from }: Band) => from === props.plan.picked()?.gap?.from;
  const pickedAt = () => repeats().findIndex((gaps) => gaps.some(isPicked));

  /** Where picking a gap begins: a gap may have begun in the week before. */
  const begin = (gap: Band) => Math.max(gap.from, props.plan.week().from);
  /** Picks a gap and brings it into sight, unless that would take the list away. Of a repeat it is the next that somebody can be put on for. */
  function pick(gaps: Repeat<Band>) {
    const gap = gaps.find(isPicked) ?? gaps.find(({ to }) => to > lately()) ?? gaps[0];
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
    const gaps = repeats()[index];
    if (!gaps) return;
    event.preventDefault();
    pick(gaps);
    buttons[index]?.focus();
  }
  const words = (gaps: Repeat<Band>) => {
    const write = props.plan.words();
    return gaps.length > 1 ? write.shortRepeat(gaps) : write.short(gaps[0]);
  };
  function name(gaps: Repeat<Band>): string {
    const write = props.plan.words();
    return t("coverage.spoken.band", {
      time: gaps.length > 1 ? write.spokenRepeat(gaps) : write.spoken(gaps[0]),
      mode: t(`coverage.mode.${gaps[0].mode}`),
      who: t("coverage.spoken.nobody"),
    });
  }

  return (
    <section aria-label={t("coverage.gaps")}>
      <h2 class="coverage-heading">
        {t("coverage.gaps")}
        <span class="second">
          {minutes(props.plan.gaps()) > 0 && duration(minutes(props.plan.gaps()), language())}
        </span>
      </h2>
      <Show when={repeats().length > 0} fallback={<p class="coverage-empty">{t("coverage.noGaps")}</p>}>
        <ul ref={list} onKeyDown={walk}>
          <Index each={repeats()}>
            {(gaps, index) => (
              <li>
                <button
                  type="button"
                  class="gap"
                  aria-current={index === pickedAt() ? "true" : undefined}
                  tabIndex={index === Math.max(0, pickedAt()) ? 0 : -1}
                  onClick={() => pick(gaps())}
                >
                  <span class="sr-only">{name(gaps())}</span>
                  <span aria-hidden="true">{words(gaps())}</span>
                  <span class="second" aria-hidden="true">
                    {duration(minutes(gaps()), language())}
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
