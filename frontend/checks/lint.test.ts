// @vitest-environment node
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "parley-lint-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The lines of a source which Biome, as this project configures it, refuses by the project's own rules. */
function refused(source: string[]): string[] {
  const file = join(folder, "sample.tsx");
  writeFileSync(file, `${source.join("\n")}\n`);
  const run = spawnSync(
    "node_modules/.bin/biome",
    ["lint", "--config-path=.", "--reporter=json", "--max-diagnostics=none", file],
    { encoding: "utf8" },
  );
  const { diagnostics } = JSON.parse(run.stdout) as {
    diagnostics: { category: string; location: { start: { line: number } } }[];
  };
  const lines = diagnostics.filter((d) => d.category === "plugin").map((d) => d.location.start.line);
  return source.filter((_, index) => lines.includes(index + 1));
}

test("markup from strings and style attributes are refused", () => {
  const bad = [
    "el.innerHTML = text;",
    "el.outerHTML = text;",
    "frame.srcdoc = text;",
    'el.insertAdjacentHTML("beforeend", text);',
    "document.write(text);",
    'el.setAttribute("style", text);',
    "export const a = <p innerHTML={text} />;",
    "export const b = <p prop:innerHTML={text} />;",
    "export const c = <iframe srcdoc={text} />;",
    'export const d = <p style="color: red" />;',
    'export const e = <p style={"color: red"} />;',
    `export const f = <p style={\`color: \${text}\`} />;`,
  ];
  expect(refused(bad)).toEqual(bad);
});

test("text, classes and style objects pass", () => {
  const good = [
    "el.textContent = text;",
    'el.setAttribute("title", text);',
    'export const a = <p class="style">{text}</p>;',
    "export const b = <p style={{ width: text }} />;",
  ];
  expect(refused(good)).toEqual([]);
});
