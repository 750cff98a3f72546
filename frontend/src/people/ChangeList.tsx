import { createMemo, For, Show } from "solid-js";
import type { StatusChange } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { StatusMark } from "../parts/StatusMark.tsx";
import { causeOf } from "./words.ts";
import "./change-list.css";

interface Props {
  changes: readonly StatusChange[];
  label: string;
  /** They are those of the agent at the window. */
  own?: boolean;
}

/** Changes of a status, the newest first, under their dates. */
export function ChangeList(props: Props) {
  const { t, time, lately } = useDesk();
  const days = createMemo(() => {
    const out: StatusChange[][] = [];
    for (const change of props.changes) {
      const day = out.at(-1);
      if (day?.[0] && time().sameDay(day[0].at, change.at)) day.push(change);
      else out.push([change]);
    }
    return out;
  });
  const today = (day: StatusChange[]) => time().sameDay(day[0]?.at ?? 0, lately());
  return (
    <Show when={days().length > 0} fallback={<p class="setting-note">{t("changes.none")}</p>}>
      <section aria-label={props.label} class="change-days">
        <For each={days()}>
          {(day) => (
            <>
              <Show when={!today(day)}>
                <h3 class="change-date">{time().date(day[0]?.at ?? 0, lately())}</h3>
              </Show>
              <ul class="change-list">
                <For each={day}>
                  {(change) => (
                    <li>
                      <time datetime={new Date(change.at).toISOString()}>{time().clock(change.at)}</time>
                      <StatusMark
                        status={change.status}
                        sign={change.cause === "idle" ? "idle" : undefined}
                      />
                      <span class="change-words">
                        <b>{t(`status.${change.status}`)}</b> {causeOf(t, change, props.own ?? false)}
                      </span>
                      <span class="second change-device">
                        {change.device && (change.device.name || t("devices.computer"))}
                      </span>
                    </li>
                  )}
                </For>
              </ul>
            </>
          )}
        </For>
      </section>
    </Show>
  );
}
