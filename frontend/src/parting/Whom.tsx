import { For } from "solid-js";
import { useDesk } from "../desk.ts";
import { visitorName } from "../parts/names.ts";
import { Picture } from "../parts/Picture.tsx";
import type { Partings } from "./partings.ts";

/** The visitors who are being talked to, each to be left out. */
export function Whom(props: { partings: Partings }) {
  const { t, joined } = useDesk();
  return (
    <ul class="parting-list" aria-label={t("parting.whom")}>
      <For each={joined()}>
        {(item) => (
          <li>
            <label class="parting-visitor">
              <input
                class="tick"
                type="checkbox"
                checked={props.partings.isChosen(item.id)}
                onChange={(event) => props.partings.choose(item.id, event.currentTarget.checked)}
              />
              <Picture id={item.visitor.id} name={item.visitor.email ?? ""} />
              <span class="parting-words">
                <b class="cut-off" dir="auto">
                  {visitorName(t, item.visitor)}
                </b>
                <span class="second cut-off" dir="auto">
                  {item.last?.text}
                </span>
              </span>
            </label>
          </li>
        )}
      </For>
    </ul>
  );
}
