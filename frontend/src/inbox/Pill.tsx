import type { Millis } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { figure, pressing, secondsLeft } from "./wait.ts";

/** How long until a wait is missed: a pie that empties, and the figure. */
export function Pill(props: { since: Millis }) {
  const { session, hubNow } = useDesk();
  const steps = () => session().site.steps;
  const left = () => secondsLeft(props.since, steps(), hubNow());
  return (
    <span class="chip pill" classList={{ pressing: pressing(left(), steps()) }}>
      <Pie share={left() / steps().t3} />
      {figure(left())}
    </span>
  );
}

/** A disc in a ring, of which a share is left. It empties clockwise: hence the slice, a thick dashed line, is mirrored. */
function Pie(props: { share: number }) {
  return (
    <svg class="pie" viewBox="0 0 12 12" aria-hidden="true">
      <circle cx="6" cy="6" r="5.25" />
      <circle
        class="slice"
        cx="6"
        cy="6"
        r="2.5"
        pathLength="1"
        stroke-dasharray={`${props.share} 1`}
        transform="matrix(0 -1 -1 0 12 12)"
      />
    </svg>
  );
}
