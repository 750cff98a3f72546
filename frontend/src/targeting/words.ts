import type { Condition } from "../../shared/local.ts";
import type { T } from "../texts.ts";

/** Says a condition in a few words. */
export function conditionWords(
  t: T,
  { kind, how = "contains", name = "", value = "", number = 0 }: Condition,
) {
  switch (kind) {
    case "page":
      return t(`targeting.words.page.${how === "exists" ? "contains" : how}`, { value });
    case "time":
      return t("targeting.words.time", { count: number });
    case "pages":
      return t("targeting.words.pages", { count: number });
    case "visits":
      return t("targeting.words.visits", { count: number });
    case "referrer":
      return t("targeting.words.referrer", { value });
    case "language":
      return t("targeting.words.language", { value });
    case "attribute":
      return t(`targeting.words.attribute.${how === "equals" || how === "exists" ? how : "contains"}`, {
        name,
        value,
      });
  }
}
