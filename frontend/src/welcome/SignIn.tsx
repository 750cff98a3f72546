import { Show } from "solid-js";
import { useDesk } from "../desk.ts";
import { Explanation } from "../parts/Explanation.tsx";
import { Mark } from "../parts/Mark.tsx";
import { createSubmit } from "../parts/refused.ts";
import { LanguageChoice } from "../settings/LanguageChoice.tsx";
import { SignInForm } from "./SignInForm.tsx";
import { Statuses } from "./Statuses.tsx";
import "./welcome.css";

/** Stands when the desk belongs to a team's hub and nobody is signed in. */
export function SignIn() {
  const { t } = useDesk();
  return (
    <div class="welcome">
      <div class="welcome-language">
        <LanguageChoice />
      </div>
      <main class="welcome-page">
        <Mark />
        <h1>{t("signIn.title")}</h1>
        <p class="welcome-lead">{t("signIn.lead")}</p>
        <SignInForm />
        <UseBuiltin />
        <Statuses />
      </main>
    </div>
  );
}

/** The way out for who has no sign-in, or no team any more. */
function UseBuiltin() {
  const { t, intents } = useDesk();
  const { busy, refused, submit } = createSubmit(() => intents.UseBuiltin());
  return (
    <form class="use-builtin" onSubmit={submit}>
      <button type="submit" class="text-button" aria-disabled={busy()}>
        {t("signIn.builtin")}
      </button>
      <Show when={refused()}>
        {(why) => (
          <span class="form-refused" role="alert">
            <Explanation of={why()} />
          </span>
        )}
      </Show>
    </form>
  );
}
