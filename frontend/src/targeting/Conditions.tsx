import { Index, Show } from "solid-js";
import type { Condition } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { Choice } from "../parts/Choice.tsx";
import { AddIcon, DismissIcon } from "../parts/icons.ts";
import { begin, comparisonsOf, counts, kinds, most } from "./draft.ts";
import { conditionWords } from "./words.ts";

interface Props {
  conditions: Condition[];
  onConditions: (conditions: Condition[]) => void;
}

/** All that must hold, a row for each. */
export function Conditions(props: Props) {
  const { t } = useDesk();
  const replace = (at: number, condition: Condition) =>
    props.onConditions(props.conditions.map((old, index) => (index === at ? condition : old)));
  return (
    <>
      <ul class="targeting-conditions" aria-label={t("targeting.when")}>
        <Index each={props.conditions} fallback={<li class="second">{t("targeting.always")}</li>}>
          {(condition, index) => (
            <ConditionRow
              condition={condition()}
              onChange={(next) => replace(index, next)}
              onRemove={() => props.onConditions(props.conditions.filter((_, other) => other !== index))}
            />
          )}
        </Index>
      </ul>
      <button
        type="button"
        class="button"
        disabled={props.conditions.length >= most.conditions}
        onClick={() => props.onConditions([...props.conditions, begin("page")])}
      >
        <AddIcon class="icon small" />
        {t("targeting.addCondition")}
      </button>
    </>
  );
}

interface RowProps {
  condition: Condition;
  onChange: (condition: Condition) => void;
  onRemove: () => void;
}

function ConditionRow(props: RowProps) {
  const { t } = useDesk();
  const kind = () => props.condition.kind;
  const change = (part: Partial<Condition>) => props.onChange({ ...props.condition, ...part });
  return (
    <li class="targeting-condition">
      <Choice
        label={t("targeting.condition")}
        value={kind()}
        options={kinds}
        name={(option) => t(`targeting.kind.${option}`)}
        onChange={(option) => props.onChange(begin(option))}
      />
      <Show when={kind() === "attribute"}>
        <input
          class="input"
          required
          pattern=".*\S.*"
          maxLength={most.name}
          spellcheck={false}
          aria-label={t("targeting.attribute")}
          placeholder={t("targeting.attribute")}
          value={props.condition.name ?? ""}
          onInput={(event) => change({ name: event.currentTarget.value })}
        />
      </Show>
      <Show when={comparisonsOf(kind()).length > 0}>
        <Choice
          label={t("targeting.compares")}
          value={props.condition.how ?? "contains"}
          options={comparisonsOf(kind())}
          name={(how) => t(`targeting.how.${how}`)}
          onChange={(how) => change({ how })}
        />
      </Show>
      <Show
        when={counts(kind())}
        fallback={
          <Show when={props.condition.how !== "exists"}>
            <Value condition={props.condition} onValue={(value) => change({ value })} />
          </Show>
        }
      >
        <span class="targeting-number">
          <input
            class="input"
            type="number"
            required
            min={1}
            max={most.number}
            aria-label={t(`targeting.kind.${kind()}`)}
            value={props.condition.number}
            onInput={(event) => change({ number: event.currentTarget.valueAsNumber || undefined })}
          />
          <span class="second">{t(kind() === "time" ? "targeting.seconds" : "targeting.atLeast")}</span>
        </span>
      </Show>
      <button
        type="button"
        class="button bare icon-only targeting-remove"
        title={t("targeting.removeCondition")}
        aria-label={t("targeting.removeOf", { what: conditionWords(t, props.condition) })}
        onClick={() => props.onRemove()}
      >
        <DismissIcon class="icon small" />
      </button>
    </li>
  );
}

/** What an address, a language or an attribute is compared with. */
function Value(props: { condition: Condition; onValue: (value: string) => void }) {
  const { t } = useDesk();
  const example = () => {
    const { kind, how } = props.condition;
    if (kind === "page") return how === "matches" ? "/products/*/sizes" : "/prices";
    if (kind === "referrer") return "search.example";
    return kind === "language" ? "de" : "";
  };
  return (
    <input
      class="input targeting-value"
      required
      pattern={props.condition.kind === "language" ? languages : ".*\\S.*"}
      maxLength={most.value}
      spellcheck={false}
      aria-label={t("targeting.value")}
      placeholder={example()}
      value={props.condition.value ?? ""}
      onInput={(event) => props.onValue(event.currentTarget.value)}
    />
  );
}

/** Tags of languages as people write them: de, de-CH. */
export const languages = "\\s*[A-Za-z]{2,3}(-[A-Za-z0-9]+)*\\s*";
