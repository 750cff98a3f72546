import { Show } from "solid-js";
import { useDesk } from "../desk.ts";
import { Origins } from "./Origins.tsx";
import { Setting } from "./Setting.tsx";
import { useSite } from "./site.ts";

/** What the website is called, and which pages may carry the widget. */
export function Website() {
  const { t, state } = useDesk();
  const { shown, save } = useSite();
  return (
    <>
      <h2>{t("site.website.heading")}</h2>
      <Setting title={t("site.website.name")} why={t("site.website.nameWhy")} is={shown().name}>
        <input
          class="input"
          maxLength={200}
          required
          aria-label={t("site.website.name")}
          value={shown().name}
          onChange={(event) => {
            const name = event.currentTarget.value.trim();
            if (name) save({ name });
            else event.currentTarget.value = shown().name;
          }}
        />
      </Setting>
      <Show when={!state.system.builtin}>
        <Origins />
      </Show>
    </>
  );
}
