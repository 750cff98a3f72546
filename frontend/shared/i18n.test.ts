import { describe, expect, test } from "vitest";
import { isPlural, translate } from "./i18n.ts";
import de from "./texts/de.json";
import en from "./texts/en.json";
import fr from "./texts/fr.json";

const texts = {
  plain: "Plain",
  with: "{name} and {other}",
  deep: { er: "Deep" },
  many: { one: "{count} thing", other: "{count} things" },
};

test("reads texts, fills in parameters, and chooses the plural form", () => {
  const t = translate(texts, "en");
  expect(t("plain")).toBe("Plain");
  expect(t("deep.er")).toBe("Deep");
  expect(t("with", { name: "Ana", other: "{name}" })).toBe("Ana and {name}");
  expect([0, 1, 2].map((count) => t("many", { count }))).toEqual(["0 things", "1 thing", "2 things"]);
});

test("follows the language's own idea of plural", () => {
  expect(translate(texts, "fr")("many", { count: 0 })).toBe("0 thing");
});

test("what a parameter says is never read as a template", () => {
  expect(translate(texts, "en")("with", { name: "$&{other}", other: "$1" })).toBe("$&{other} and $1");
});

/** Every text of a catalogue: its key, and the parameters it uses. */
function shape(section: object, prefix = ""): [string, string][] {
  return Object.entries(section).flatMap(([key, value]): [string, string][] => {
    const name = prefix + key;
    if (isPlural(value)) return [[name, parameters(Object.values(value).join(" "))]];
    return typeof value === "string" ? [[name, parameters(value)]] : shape(value, `${name}.`);
  });
}

function parameters(text: string): string {
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]))].sort().join(" ");
}

describe.each([
  ["de", de],
  ["fr", fr],
])("the catalogue %s", (_, catalogue) => {
  test("has the keys and parameters of the English one", () => {
    expect(shape(catalogue)).toEqual(shape(en));
  });

  test("has no empty text", () => {
    expect(JSON.stringify(catalogue)).not.toContain('""');
  });
});
