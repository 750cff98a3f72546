// What the editor does to a targeted chat that is not stored yet.
import type {
  Comparison,
  Condition,
  ConditionKind,
  Frequency,
  RuleSettings,
  TargetedChat,
  TriedVisitor,
} from "../../shared/local.ts";

/** As the hub has it. */
export const most = { conditions: 10, texts: 20, text: 1000, value: 500, name: 50, number: 86_400 };

export const kinds: readonly ConditionKind[] = [
  "page",
  "time",
  "pages",
  "visits",
  "referrer",
  "language",
  "attribute",
];

export const frequencies: readonly Frequency[] = ["visitor", "visit", "day"];

const comparisons: Partial<Record<ConditionKind, readonly Comparison[]>> = {
  page: ["contains", "equals", "starts", "matches"],
  attribute: ["equals", "contains", "exists"],
};

/** How conditions of a kind can compare; none where there is no choice. */
export const comparisonsOf = (kind: ConditionKind): readonly Comparison[] => comparisons[kind] ?? [];

/** Says whether a condition of a kind has a number, and otherwise a text. */
export const counts = (kind: ConditionKind) => kind === "time" || kind === "pages" || kind === "visits";

/** A condition of a kind as it begins. */
export function begin(kind: ConditionKind): Condition {
  const [how] = comparisonsOf(kind);
  if (counts(kind)) return { kind, number: kind === "time" ? 20 : 2 };
  return how ? { kind, how, value: "" } : { kind, value: "" };
}

/** A new targeted chat. */
export const fresh = (): RuleSettings => ({
  name: "",
  on: true,
  conditions: [begin("page"), begin("time")],
  once: "visit",
  text: "",
  texts: [],
});

/** What can be chosen of one there is. */
export function settingsOf(chat: TargetedChat): RuleSettings {
  const { id, shown, answered, revision, ...settings } = structuredClone(chat);
  return settings;
}

/** The draft as it is stored: without what conditions have no use for. */
export function stored(draft: RuleSettings): RuleSettings {
  const trim = ({ kind, how, name = "", value = "", number }: Condition): Condition => {
    if (counts(kind)) return { kind, number };
    const text = how === "exists" ? {} : { value: value.trim() };
    return kind === "attribute" ? { kind, how, name: name.trim(), ...text } : { kind, how, ...text };
  };
  return {
    ...draft,
    name: draft.name.trim(),
    conditions: draft.conditions.map(trim),
    group: draft.group || undefined,
    texts: draft.texts.map(({ language, text }) => ({ language: language.trim(), text })),
  };
}

/** The draft as it is tried, also before it has a name or a text. */
export function triable(draft: RuleSettings): RuleSettings {
  const { name, text, ...rest } = stored(draft);
  return { ...rest, name: name || "…", text: text.trim() ? text : "…" };
}

/** The ids with one of them a place nearer to the beginning or the end. */
export function moved(ids: string[], id: string, by: -1 | 1): string[] {
  const from = ids.indexOf(id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= ids.length) return ids;
  const out = ids.filter((other) => other !== id);
  out.splice(to, 0, id);
  return out;
}

/** What may be supposed of a visitor to try a draft: the kinds its conditions ask for, and the language where there are texts. */
export function asksFor({ conditions, texts }: RuleSettings): ConditionKind[] {
  const asked = kinds.filter((kind) => conditions.some((condition) => condition.kind === kind));
  return texts.length && !asked.includes("language") ? [...asked, "language"] : asked;
}

/** The names of the attributes that a draft asks for. */
export function attributesOf({ conditions }: RuleSettings): string[] {
  const names = conditions.flatMap(({ kind, name }) => (kind === "attribute" && name?.trim()) || []);
  return [...new Set(names)];
}

/** The supposed visitor without the attributes that were left empty: those count as not set. */
export function supposed({ attributes = {}, ...visitor }: TriedVisitor): TriedVisitor {
  return {
    ...visitor,
    attributes: Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== "")),
  };
}
