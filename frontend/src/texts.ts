import { createEffect, createSignal } from "solid-js";
import { type Key, type Params, type Translate, translate } from "../shared/i18n.ts";
import type { Language } from "../shared/local.ts";

type Catalogue = typeof import("../shared/texts/en.json")["window"];

/** The key of a text of the window. */
export type TextKey = Key<Catalogue>;

/** Reads a text of the window. */
export type T = (key: TextKey, params?: Params) => string;

const load: Record<Language, () => Promise<{ window: Catalogue }>> = {
  en: () => import("../shared/texts/en.json"),
  de: () => import("../shared/texts/de.json"),
  fr: () => import("../shared/texts/fr.json"),
};

/** Loads the texts of a language, to say something in it to somebody else. */
export async function textsOf(language: Language): Promise<T> {
  return translate((await load[language]()).window, language);
}

/** Loads the texts of the language in use, and those of the next one when it changes. */
export function createTexts(language: () => Language) {
  const [read, setRead] = createSignal<Translate<Catalogue>>();
  createEffect(() => {
    const wanted = language();
    void load[wanted]().then((catalogue) => {
      if (wanted !== language()) return;
      document.documentElement.lang = wanted;
      setRead(() => translate(catalogue.window, wanted));
    });
  });
  return {
    t: ((key, params) => read()?.(key, params) ?? "") as T,
    ready: () => read() !== undefined,
  };
}
