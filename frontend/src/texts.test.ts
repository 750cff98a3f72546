// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isPlural } from "../shared/i18n.ts";
import en from "../shared/texts/en.json";

/** The keys in the sources, as expressions: where a key is put together from parts, such a part may be any word. */
function used(): RegExp[] {
  const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes(".test."))
    .map((name) => readFileSync(join("src", name), "utf8"))
    .join("\n");
  const sections = Object.keys(en.window).join("|");
  const literal = new RegExp(`"((?:${sections})[\\w.]*)"|\`((?:${sections})\\.[^\`]*)\``, "g");
  return [...sources.matchAll(literal)].map(([, plain, template]) => {
    const parts = plain ?? template?.replaceAll(/\$\{[^}]*\}/g, "*") ?? "";
    return new RegExp(`^${parts.replaceAll(".", "\\.").replaceAll("*", "\\w+")}$`);
  });
}

function keys(section: object, prefix = ""): string[] {
  return Object.entries(section).flatMap(([key, value]) =>
    typeof value === "string" || isPlural(value) ? [prefix + key] : keys(value, `${prefix}${key}.`),
  );
}

test("every text of the window is used", () => {
  const patterns = used();
  expect(keys(en.window).filter((key) => !patterns.some((pattern) => pattern.test(key)))).toEqual([]);
});
