import { createSignal, For } from "solid-js";
import type { Language, Words } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { Choice } from "../parts/Choice.tsx";
import { Row } from "../settings/Row.tsx";
import { createOurs } from "./ours.ts";
import { useSite, type Wording } from "./site.ts";
import { WordsField } from "./WordsField.tsx";

/** The languages under their own names, which are not translated. */
const names: Record<Language, string> = { en: "English", de: "Deutsch", fr: "Français" };

/** Every text a site may put in its own words, and how long it may be. */
const fields = {
  liveTitle: 60,
  greeting: 300,
  title: 60,
  lead: 300,
  sent: 300,
  launcher: 30,
} satisfies Record<keyof Words, number>;

/** The texts visitors read, by language. */
export function Wordings() {
  const { t, language } = useDesk();
  const { shown, saveWords } = useSite();
  const [wording, setWording] = createSignal<Wording>("default");
  const read = (): Language => {
    const chosen = wording();
    return chosen === "default" ? language() : chosen;
  };
  const ours = createOurs(read);

  /** What visitors read where this is left empty. */
  function otherwise(field: keyof Words): string {
    const everywhere = wording() === "default" ? "" : shown().texts.default[field];
    if (everywhere) return everywhere;
    if (field === "liveTitle") return shown().look.team ? (ours()?.team ?? "") : t("site.words.theNames");
    if (field === "launcher") return t("site.words.theMark");
    return (field === "sent" ? ours()?.answerHere : ours()?.[field]) ?? "";
  }

  return (
    <>
      <h2>{t("site.words.heading")}</h2>
      <Row title={t("site.words.language")} why={t("site.words.why")}>
        <Choice
          label={t("site.words.language")}
          value={wording()}
          options={["default", "en", "de", "fr"]}
          name={(option) => (option === "default" ? t("site.words.all") : names[option])}
          onChange={setWording}
        />
      </Row>
      <For each={Object.entries(fields) as [keyof Words, number][]}>
        {([field, longest]) => (
          <WordsField
            label={t(`site.words.${field}`)}
            lang={read()}
            text={shown().texts[wording()][field] ?? ""}
            otherwise={otherwise(field)}
            longest={longest}
            onChange={(text) => saveWords(wording(), { [field]: text })}
          />
        )}
      </For>
    </>
  );
}
