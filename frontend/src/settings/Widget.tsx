import { Show } from "solid-js";
import { useDesk } from "../desk.ts";
import { Contact } from "../site/Contact.tsx";
import { Look } from "../site/Look.tsx";
import { Quiet } from "../site/Quiet.tsx";
import { SiteSettings } from "../site/SiteSettings.tsx";
import { Website } from "../site/Website.tsx";
import { Wordings } from "../site/Wordings.tsx";
import { useStepActions } from "../steps/actions.ts";
import { CopyButton } from "../steps/CopyButton.tsx";
import { Snippet } from "../steps/Snippet.tsx";
import { Row } from "./Row.tsx";

/** What a page says of its visitor: the first line keeps calls until the script has come. */
const attributes = `<script>
window.Parley = window.Parley || function () { (Parley.q = Parley.q || []).push(arguments) };
Parley("set", { plan: "pro", seats: 12 });
</script>`;

/** The line for the website, the page to try it on, and how the widget looks and speaks. */
export function Widget() {
  const { session, steps, t } = useDesk();
  const { openTestPage, show } = useStepActions();
  return (
    <>
      <Row title={t("steps.put.title")} why={t("settings.widget.put")}>
        <CopyButton />
      </Row>
      <div class="setting-below">
        <Snippet />
      </div>
      <Row title={t("settings.widget.set")} why={t("settings.widget.setWhy")} />
      <div class="setting-below">
        <code class="snippet lines">{attributes}</code>
      </div>
      <Show when={session().site.demo}>
        <Row title={t("settings.widget.try")} why={t("steps.try.text")}>
          <button type="button" class="button" onClick={openTestPage}>
            {t("steps.try.open")}
          </button>
        </Row>
      </Show>
      <Show when={steps.shown().hidden}>
        <Row title={t("settings.widget.steps")} why={t("settings.widget.stepsWhy")}>
          <button type="button" class="button" onClick={show}>
            {t("settings.widget.stepsShow")}
          </button>
        </Row>
      </Show>
      <SiteSettings>
        <Website />
        <Look />
        <Wordings />
        <Contact />
        <Quiet />
      </SiteSettings>
    </>
  );
}
