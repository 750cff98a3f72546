import { Show } from "solid-js";
import { useDesk } from "../desk.ts";
import { Field } from "./Field.tsx";
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
        <Field
          maxLength={200}
          required
          label={t("site.website.name")}
          value={shown().name}
          onChange={(input) => {
            const name = input.value.trim();
            if (name) save({ name });
            else input.value = shown().name;
          }}
        />
      </Setting>
      <Show when={!state.system.builtin}>
        <Origins />
      </Show>
    </>
  );
}
