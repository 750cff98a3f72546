import { useDesk } from "../desk.ts";
import { Mark } from "../parts/Mark.tsx";
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
        <Statuses />
      </main>
    </div>
  );
}
