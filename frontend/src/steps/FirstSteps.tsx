import { type JSX, Show } from "solid-js";
import { useDesk } from "../desk.ts";
import { usePresence } from "../frame/presence.ts";
import { CheckIcon } from "../parts/icons.ts";
import { useStepActions } from "./actions.ts";
import { CopyButton } from "./CopyButton.tsx";
import { Snippet } from "./Snippet.tsx";
import "./first-steps.css";

/** The card of the first day: what leads to the first chat. It stays until it is hidden. */
export function FirstSteps() {
  const { steps, session, t, intents, attempt } = useDesk();
  const presence = usePresence();
  const { openTestPage, hide } = useStepActions();
  const online = () => presence.status() === "online";
  return (
    <section class="first-steps" aria-labelledby="first-steps">
      <h1 id="first-steps">{t("steps.title")}</h1>
      <p class="first-steps-lead">{t("steps.lead", { site: session().site.name })}</p>
      <ol>
        <Step
          number={1}
          done={online()}
          title={t("steps.online.title")}
          action={
            <Show when={!online()}>
              <button
                type="button"
                class="button go"
                onClick={() => attempt(intents.SetStatus({ status: "online" }))}
              >
                {t("goOnline.go")}
              </button>
            </Show>
          }
        >
          <p class="second">{t("steps.online.text")}</p>
        </Step>
        <Show when={session().site.demo}>
          <Step
            number={2}
            done={steps.shown().tried}
            title={t("steps.try.title")}
            action={
              <button
                type="button"
                class="button"
                classList={{ primary: online() && !steps.shown().tried }}
                onClick={openTestPage}
              >
                {t("steps.try.open")}
              </button>
            }
          >
            <p class="second">{t("steps.try.text")}</p>
          </Step>
        </Show>
        <Step
          number={session().site.demo ? 3 : 2}
          done={steps.shown().copied}
          title={t("steps.put.title")}
          action={<CopyButton />}
        >
          <Snippet />
        </Step>
      </ol>
      <button type="button" class="button bare hide-steps" onClick={hide}>
        {t("steps.hide")}
      </button>
    </section>
  );
}

interface StepProps {
  number: number;
  done: boolean;
  title: string;
  action: JSX.Element;
  children: JSX.Element;
}

function Step(props: StepProps) {
  const { t } = useDesk();
  return (
    <li class="step">
      <div class="step-words">
        <h2>
          <Show when={props.done} fallback={`${props.number}. `}>
            <CheckIcon class="icon small" />
            <span class="sr-only">{t("steps.done")}: </span>
          </Show>
          {props.title}
        </h2>
        {props.children}
      </div>
      {props.action}
    </li>
  );
}
