import type { Language, VisitorInfo } from "../../shared/local.ts";
import { textsOf } from "../texts.ts";

/** What visitors are told by who goes, each in a language there are texts of. */
export type Words = Record<Language, string>;

const languages: readonly Language[] = ["en", "de", "fr"];

/** Loads what visitors are told, in every language. */
export async function loadWords(): Promise<Words> {
  const all = await Promise.all(
    languages.map(async (language) => [language, (await textsOf(language))("parting.word")] as const),
  );
  return Object.fromEntries(all) as Words;
}

/** The language of a visitor, or that of the agent where there are no texts of it. */
export function languageOf(visitor: VisitorInfo, agents: Language): Language {
  const spoken = visitor.language?.slice(0, 2).toLowerCase();
  return languages.find((language) => language === spoken) ?? agents;
}
