import type { Language } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { Choice } from "../parts/Choice.tsx";
import { GlobeIcon } from "../parts/icons.ts";

/** The languages under their own names, which are not translated. */
const names: Record<Language, string> = { en: "English", de: "Deutsch", fr: "Français" };

const system = "system"; // the settings have it empty, which to a list is no choice

/** Chooses the language of this desk: that of the system, or one for good. */
export function LanguageChoice() {
  const { state, t, settings } = useDesk();
  const chosen = () => settings.shown().language || system;
  function name(option: Language | typeof system): string {
    if (option !== system) return names[option];
    return chosen() === system
      ? t("settings.language.systemIs", { language: names[state.system.language] })
      : t("settings.language.system");
  }
  return (
    <Choice
      label={t("settings.language.title")}
      value={chosen()}
      options={[system, ...(Object.keys(names) as Language[])]}
      name={name}
      onChange={(option) => settings.save({ language: option === system ? "" : option })}
      icon={<GlobeIcon class="icon small" />}
    />
  );
}
