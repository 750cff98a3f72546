type Catalogue = typeof import("../../shared/texts/en.json")["widget"];

/** The key of a text of the chat. */
export type TextKey = keyof Catalogue;

/** Reads a text of the chat. */
export type T = (key: TextKey, params?: Record<string, string | number>) => string;

// Each takes its section alone, so that the build leaves out the others.
const load: Record<string, () => Promise<Catalogue>> = {
  de: async () => (await import("../../shared/texts/de.json")).widget,
  en: async () => (await import("../../shared/texts/en.json")).widget,
  fr: async () => (await import("../../shared/texts/fr.json")).widget,
};

/** Loads the texts of one language of those there are. They have no plural forms: reading them takes no more than this. */
export async function loadTexts(language: string): Promise<T> {
  const texts = (await load[language]?.()) as Catalogue;
  return (key, params = {}) => texts[key].replace(/\{(\w+)\}/g, (_, name: string) => `${params[name]}`);
}
