import type { Model } from "../port.ts";
import type { T } from "./texts.ts";

const named = 3; // as many faces and names fit the header

/** The agents whose faces are shown. */
export function faces({ agents }: Model) {
  return agents.slice(0, named);
}

/** Writes who is there: "Ana, Jonas and Inês". Where there are several, by the first part of their names. */
export function namesOf(model: Model, t: T): string {
  const { agents, language } = model;
  const names = faces(model).map(({ name }) => (agents.length > 1 ? (name.split(" ")[0] ?? name) : name));
  if (agents.length > named) names.push(t("more", { count: agents.length - named }));
  // American English puts a comma before "and", which the texts do not.
  return new Intl.ListFormat(language === "en" ? "en-GB" : language).format(names);
}
