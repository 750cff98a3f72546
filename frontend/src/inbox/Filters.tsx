import { For } from "solid-js";
import { useDesk } from "../desk.ts";
import { filters } from "./arrange.ts";
import { useInbox } from "./model.ts";
import "./filters.css";

/** Narrows the list. */
export function Filters() {
  const { t } = useDesk();
  const inbox = useInbox();
  return (
    <fieldset class="filters">
      <legend class="sr-only">{t("inbox.show")}</legend>
      <For each={filters}>
        {(filter) => (
          <label>
            <input
              type="radio"
              name="filter"
              class="sr-only"
              checked={inbox.filter() === filter}
              onChange={() => inbox.setFilter(filter)}
            />
            <span>{t(`inbox.filter.${filter}`)}</span>
          </label>
        )}
      </For>
    </fieldset>
  );
}
