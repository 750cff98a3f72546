import { For } from "solid-js";
import type { EmailPolicy } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { Pick } from "./Pick.tsx";
import { useSite } from "./site.ts";

const policies: readonly EmailPolicy[] = ["off", "optional", "required"];

/** Whether visitors are asked for an e-mail address before they write. */
export function Contact() {
  const { t } = useDesk();
  const { shown, saveContact } = useSite();
  return (
    <>
      <h2>{t("site.contact.heading")}</h2>
      <For each={["live", "messenger"] as const}>
        {(mode) => (
          <Pick
            title={t(`site.contact.${mode}`)}
            why={t(`site.contact.${mode}Why`)}
            value={shown().contact[mode]}
            options={policies}
            name={(value) => t(`site.policies.${value}`)}
            onChange={(policy) => saveContact({ [mode]: policy })}
          />
        )}
      </For>
    </>
  );
}
