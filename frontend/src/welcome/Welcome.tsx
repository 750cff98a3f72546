import { createSignal, For, Show } from "solid-js";
import { useDesk } from "../desk.ts";
import { Mark } from "../parts/Mark.tsx";
import { LanguageChoice } from "../settings/LanguageChoice.tsx";
import { SignInForm } from "./SignInForm.tsx";
import { StartForm } from "./StartForm.tsx";
import { Statuses } from "./Statuses.tsx";
import "./welcome.css";

const places = ["here", "team"] as const;

/** The first start: where the conversations shall live. */
export function Welcome() {
  const { t } = useDesk();
  const [place, setPlace] = createSignal<(typeof places)[number]>("here");
  return (
    <div class="welcome">
      <div class="welcome-language">
        <LanguageChoice />
      </div>
      <main class="welcome-page">
        <Mark />
        <h1>{t("welcome.title")}</h1>
        <p class="welcome-lead">{t("welcome.lead")}</p>
        <fieldset class="pair">
          <legend class="sr-only">{t("welcome.lead")}</legend>
          <For each={places}>
            {(value) => (
              <label class="card">
                <input
                  type="radio"
                  name="place"
                  class="sr-only"
                  checked={place() === value}
                  onChange={() => setPlace(value)}
                />
                <b>{t(`welcome.${value}.title`)}</b>
                <span class="radio" aria-hidden="true" />
                <span class="card-text">{t(`welcome.${value}.text`)}</span>
              </label>
            )}
          </For>
        </fieldset>
        <Show when={place() === "here"} fallback={<SignInForm />}>
          <StartForm />
        </Show>
        <Statuses />
      </main>
    </div>
  );
}
