import { Index } from "solid-js";
import type { RuleSettings } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { AddIcon, DismissIcon } from "../parts/icons.ts";
import { languages } from "./Conditions.tsx";
import { most } from "./draft.ts";

type Variants = RuleSettings["texts"];

interface Props {
  texts: Variants;
  onTexts: (texts: Variants) => void;
  /** The text at this place is being written. */
  onSeen: (index: number) => void;
}

/** The same in other languages. */
export function Texts(props: Props) {
  const { t, language } = useDesk();
  const named = (tag: string) => {
    try {
      return new Intl.DisplayNames(language(), { type: "language", fallback: "none" }).of(tag.trim());
    } catch {
      return undefined; // still being written
    }
  };
  const replace = (at: number, part: Partial<Variants[number]>) =>
    props.onTexts(props.texts.map((old, index) => (index === at ? { ...old, ...part } : old)));
  function add() {
    props.onTexts([...props.texts, { language: "", text: "" }]);
    props.onSeen(props.texts.length - 1);
  }
  return (
    <>
      <Index each={props.texts}>
        {(text, index) => (
          <div class="targeting-text">
            <div class="targeting-language">
              <input
                class="input"
                required
                pattern={languages}
                maxLength={35}
                spellcheck={false}
                aria-label={t("targeting.language")}
                placeholder="de"
                value={text().language}
                onFocus={() => props.onSeen(index)}
                onInput={(event) => replace(index, { language: event.currentTarget.value })}
              />
              <span class="second">{named(text().language)}</span>
              <button
                type="button"
                class="button bare icon-only"
                title={t("targeting.removeText")}
                aria-label={t("targeting.removeOf", {
                  what: named(text().language) || t("targeting.language"),
                })}
                onClick={() => props.onTexts(props.texts.filter((_, other) => other !== index))}
              >
                <DismissIcon class="icon small" />
              </button>
            </div>
            <textarea
              class="input"
              required
              rows={3}
              maxLength={most.text}
              dir="auto"
              aria-label={t("targeting.textIn", {
                language: named(text().language) || t("targeting.language"),
              })}
              value={text().text}
              onFocus={() => props.onSeen(index)}
              onInput={(event) => replace(index, { text: event.currentTarget.value })}
            />
          </div>
        )}
      </Index>
      <button type="button" class="button" disabled={props.texts.length >= most.texts} onClick={add}>
        <AddIcon class="icon small" />
        {t("targeting.addText")}
      </button>
    </>
  );
}
