import type { Language } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { Choice } from "../parts/Choice.tsx";
import { GlobeIcon } from "../parts/icons.ts";

/** The languages under their own names, which are not translated. */
const names: Record<Language, string> = { en: "English", de: "Deutsch", fr: "Français" };

/** Chooses the language of this desk. */
export function LanguageChoice() {
  const { state, t, intents, attempt } = useDesk();
  return (
    <Choice
      label={t("settings.language.title")}
      value={state.system.language}
      options={Object.keys(names) as Language[]}
      name={(language) => names[language]}
      onChange={(language) => attempt(intents.SetSettings({ ...state.settings, language }))}
      icon={<GlobeIcon class="icon small" />}
    />
  );
}
