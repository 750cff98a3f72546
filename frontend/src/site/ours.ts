import { createResource } from "solid-js";
import type { Language } from "../../shared/local.ts";

type Widget = typeof import("../../shared/texts/en.json")["widget"];

const load: Record<Language, () => Promise<{ widget: Widget }>> = {
  en: () => import("../../shared/texts/en.json"),
  de: () => import("../../shared/texts/de.json"),
  fr: () => import("../../shared/texts/fr.json"),
};

/** The words a visitor reads in a language where the site has none of its own. */
export function createOurs(language: () => Language) {
  const [ours] = createResource(language, async (wanted) => (await load[wanted]()).widget);
  return () => ours.latest;
}
