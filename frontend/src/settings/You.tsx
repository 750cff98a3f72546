import { Show } from "solid-js";
import type { OnReturn } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { Choice } from "../parts/Choice.tsx";
import { IdlePeriod } from "./IdlePeriod.tsx";
import { Row } from "./Row.tsx";

const returns: readonly OnReturn[] = ["ask", "auto"];

/** What happens when nobody touches the computer. The policy is the agent's: it counts on every computer. */
export function You() {
  const { state, t, policy } = useDesk();
  const { shown, save } = policy;

  return (
    <>
      <Row title={t("settings.idle.title")} why={t("settings.idle.why")}>
        <IdlePeriod seconds={shown().idleAfter} onChange={(idleAfter) => save({ idleAfter })} />
      </Row>
      <Show when={shown().idleAfter > 0}>
        <Row title={t("settings.return.title")} why={t(`settings.return.${shown().onReturn}.why`)}>
          <Choice
            label={t("settings.return.title")}
            value={shown().onReturn}
            options={returns}
            name={(value) => t(`settings.return.${value}.name`)}
            onChange={(onReturn) => save({ onReturn })}
          />
        </Row>
      </Show>
      <Show when={state.system.idle === ""}>
        <p class="setting-note">{t("settings.idle.cannotTell")}</p>
      </Show>
    </>
  );
}
