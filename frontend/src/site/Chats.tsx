import { For } from "solid-js";
import { useDesk } from "../desk.ts";
import { NumberSetting } from "./NumberSetting.tsx";
import { Pick } from "./Pick.tsx";
import { SiteSettings } from "./SiteSettings.tsx";
import { useSite } from "./site.ts";

const day = 24 * 60 * 60; // seconds: no step may be further away

/** Who is asked about a new chat, and what happens while nobody answers. */
export function Chats() {
  return (
    <SiteSettings>
      <Routing />
      <Waiting />
    </SiteSettings>
  );
}

function Routing() {
  const { t } = useDesk();
  const { shown, save } = useSite();
  return (
    <Pick
      title={t("site.chats.routing")}
      why={t(`site.chats.${shown().routing}Why`)}
      value={shown().routing}
      options={["everybody", "fewest"]}
      name={(value) => t(`site.routings.${value}`)}
      onChange={(routing) => save({ routing })}
    />
  );
}

/** The steps of a wait, each later than the one before. */
function Waiting() {
  const { t } = useDesk();
  const { shown, saveSteps } = useSite();
  const steps = () => shown().steps;
  const bounds = () => ({
    t1: [1, steps().t2 - 1],
    t2: [steps().t1 + 1, steps().t3 - 1],
    t3: [steps().t2 + 1, day],
  });
  return (
    <>
      <h2>{t("site.chats.waiting")}</h2>
      <p class="second site-lead">{t("site.chats.waitingWhy")}</p>
      <For each={["t1", "t2", "t3"] as const}>
        {(step) => (
          <NumberSetting
            title={t(`site.chats.${step}`)}
            why={t(`site.chats.${step}Why`)}
            value={steps()[step]}
            min={bounds()[step][0] ?? 1}
            max={bounds()[step][1] ?? day}
            unit={t("site.chats.unit")}
            onChange={(seconds) => saveSteps({ [step]: seconds })}
          />
        )}
      </For>
    </>
  );
}
