import { flatten, translator } from "@solid-primitives/i18n";

/** What a text may hold in braces. A text with plural forms chooses among them by `count`. */
export type Params = Record<string, string | number>;

/** The forms of one text by CLDR plural category; `other` is always there. */
type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** One language's texts, or a section of them. */
export interface Texts {
  [key: string]: string | Plural | Texts;
}

/** The keys of a section, dots between the levels. */
export type Key<T> = {
  [K in keyof T & string]: T[K] extends string | { other: string } ? K : `${K}.${Key<T[K]>}`;
}[keyof T & string];

/** Reads texts of one section. */
export type Translate<T> = (key: Key<T>, params?: Params) => string;

/** Makes the function that reads a section of a catalogue. `language` decides the plural forms. */
export function translate<T extends object>(texts: T, language: string): Translate<T> {
  const rules = new Intl.PluralRules(language);
  const entries: Record<string, unknown> = flatten(texts as Texts);
  for (const [key, value] of Object.entries(entries)) {
    if (isPlural(value)) {
      entries[key] = (params: Params) =>
        fill(value[rules.select(Number(params.count))] ?? value.other, params);
    }
  }
  const read = translator(
    () => entries,
    (text: string, ...params: unknown[]) => fill(text, (params[0] ?? {}) as Params),
  ) as Translate<T>;
  return read;
}

/** Says whether a value of a catalogue is one text in several plural forms. */
export function isPlural(value: unknown): value is Plural {
  return typeof value === "object" && value !== null && "other" in value;
}

function fill(text: string, params: Params): string {
  return text.replace(/\{(\w+)\}/g, (braces, name: string) => String(params[name] ?? braces));
}
