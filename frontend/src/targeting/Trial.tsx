import { createEffect, createSignal, For, on, Show } from "solid-js";
import { createStore, unwrap } from "solid-js/store";
import type { ConditionKind, RuleSettings, TargetedTry, TriedVisitor } from "../../shared/local.ts";
import { Refusal } from "../backend.ts";
import { useDesk } from "../desk.ts";
import { hubOf } from "../hub.ts";
import { Explanation } from "../parts/Explanation.tsx";
import { CheckIcon, DismissIcon } from "../parts/icons.ts";
import { asksFor, attributesOf, supposed, triable } from "./draft.ts";
import { conditionWords } from "./words.ts";

/** The fields of a supposed visitor that are no attributes. */
const fields: Partial<Record<ConditionKind, keyof Omit<TriedVisitor, "attributes">>> = {
  page: "url",
  time: "seconds",
  pages: "pages",
  visits: "visits",
  referrer: "referrer",
  language: "language",
};

/** Says whether the draft would be sent to a visitor one can make up. The hub answers by the rules it goes by itself. */
export function Trial(props: { draft: RuleSettings }) {
  const { t, intents } = useDesk();
  const hub = hubOf(intents);
  const [visitor, setVisitor] = createStore<TriedVisitor>({ url: "", seconds: 30, attributes: {} });
  const [result, setResult] = createSignal<TargetedTry>();
  const [refused, setRefused] = createSignal<Refusal>();
  const asked = () => asksFor(props.draft).flatMap((kind) => fields[kind] ?? []);
  const isNumber = (field: string) => field === "seconds" || field === "pages" || field === "visits";

  // What was answered is about another draft as soon as that changes.
  createEffect(
    on(
      () => JSON.stringify([props.draft, visitor]),
      () => {
        setResult(undefined);
        setRefused(undefined);
      },
      { defer: true },
    ),
  );

  async function look() {
    try {
      setResult(
        await hub.tryTargetedChat({
          chat: triable(unwrap(props.draft)),
          visitor: supposed(structuredClone(unwrap(visitor))),
        }),
      );
    } catch (reason) {
      if (!(reason instanceof Refusal)) throw reason;
      setRefused(reason);
    }
  }

  return (
    <section
      class="targeting-trial"
      aria-label={t("targeting.try")}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
        event.preventDefault(); // it tries, and does not save what is being edited
        void look();
      }}
    >
      <h2>{t("targeting.try")}</h2>
      <div class="targeting-fields">
        <For each={asked()}>
          {(field) => (
            <label class="field">
              {t(`targeting.visitor.${field}`)}
              <input
                class="input"
                type={isNumber(field) ? "number" : "text"}
                min={0}
                spellcheck={false}
                placeholder={field === "url" ? "https://shop.example/prices" : ""}
                value={visitor[field] ?? ""}
                onInput={({ currentTarget }) =>
                  setVisitor(
                    field,
                    isNumber(field) ? currentTarget.valueAsNumber || 0 : currentTarget.value.trim(),
                  )
                }
              />
            </label>
          )}
        </For>
        <For each={attributesOf(props.draft)}>
          {(name) => (
            <label class="field">
              {name}
              <input
                class="input"
                spellcheck={false}
                value={visitor.attributes?.[name] ?? ""}
                onInput={(event) => setVisitor("attributes", { [name]: event.currentTarget.value })}
              />
            </label>
          )}
        </For>
      </div>
      <button type="button" class="button" onClick={look}>
        {t("targeting.tryGo")}
      </button>
      <div role="status">
        <Show when={result()}>
          {(answer) => (
            <>
              <p class="targeting-verdict">
                {answer().holds.every(Boolean)
                  ? t("targeting.sent", { text: answer().text })
                  : t("targeting.notSent")}
              </p>
              <ul class="targeting-holds">
                <For each={answer().holds}>
                  {(holds, index) => (
                    <li classList={{ holds }}>
                      <Show when={holds} fallback={<DismissIcon class="icon small" />}>
                        <CheckIcon class="icon small" />
                      </Show>
                      <Show when={props.draft.conditions[index()]}>
                        {(condition) => <span>{conditionWords(t, condition())}</span>}
                      </Show>
                      <span class="sr-only">{t(holds ? "targeting.holds" : "targeting.holdsNot")}</span>
                    </li>
                  )}
                </For>
              </ul>
            </>
          )}
        </Show>
        <Show when={refused()}>
          {(why) => (
            <p class="form-refused">
              <Explanation of={why()} />
            </p>
          )}
        </Show>
      </div>
    </section>
  );
}
