import { For } from "solid-js";
import { useDesk } from "../desk.ts";
import { StatusMark } from "../parts/StatusMark.tsx";
import { statuses } from "../parts/status.ts";

/** What the three statuses mean, for somebody who has never seen them. */
export function Statuses() {
  const { t } = useDesk();
  return (
    <dl class="statuses">
      <For each={statuses}>
        {(status) => (
          <div>
            <StatusMark status={status} />
            <dt>{t(`status.${status}`)}</dt>
            <dd class="second">{t(`statusMeans.${status}`)}</dd>
          </div>
        )}
      </For>
    </dl>
  );
}
