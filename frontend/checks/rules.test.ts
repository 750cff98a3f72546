// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

interface Named {
  row: string;
  file: string;
  name: string;
}

const folder = "e2e";
const cells = readFileSync(join(folder, "RULES.md"), "utf8")
  .split("\n")
  .filter((line) => /^\| \d/.test(line))
  .map((line) => line.split(" | "));
const rows = cells.map(([number]) => number?.slice(2) ?? "");

/** The tests of the table: a file between backquotes, and the names behind it in quotes. */
const named: Named[] = cells.flatMap(([number, , tests = ""]) => {
  let file = "";
  return [...tests.matchAll(/`([^`]+)`|"([^"]+)"/g)].flatMap(([, path, name]) => {
    if (path) file = path;
    return name ? [{ row: number?.slice(2) ?? "", file, name }] : [];
  });
});

function pathOf(file: string): string {
  if (file === "cases") return "../backend/presence/cases/testdata/presence-cases.json";
  if (file.endsWith(".e2e.ts")) return join(folder, file);
  return file.endsWith(".go") ? join("../backend", file) : file;
}

/** How a file says that it has a test of this name. */
function said({ file, name }: Named): string {
  if (file === "cases") return `"id": "${name}"`;
  return /^Test\w+$/.test(name) ? `func ${name}(` : `"${name}"`;
}

describe("the table of rules", () => {
  test.each(named)("$row names a test of $file: $name", (entry) => {
    expect(readFileSync(pathOf(entry.file), "utf8").includes(said(entry))).toBe(true);
  });

  test("has a test for every sentence, or says that it is not so yet", () => {
    const without = cells.filter(([, , tests = ""]) => !/"|\*Not yet\*/.test(tests));
    expect(without).toEqual([]);
  });

  test("counts its sentences", () => {
    const counted = new Map<string, number>();
    for (const row of rows) {
      const [section = ""] = row.split(".");
      counted.set(section, (counted.get(section) ?? 0) + 1);
      expect(row).toBe(`${section}.${counted.get(section)}`);
    }
    expect([...counted.keys()]).toEqual(["1", "2", "3", "4", "5", "7"]);
  });

  test("has every numbered step of the tests named after the rules", () => {
    const steps = readdirSync(folder)
      .filter((file) => /^rules-.*\.e2e\.ts$/.test(file))
      .flatMap((file) => {
        const source = readFileSync(join(folder, file), "utf8");
        return [...source.matchAll(/"(\d+\.\d+:? [^"]+)"/g)].map(([, name]) => name);
      });
    expect(steps.filter((name) => !named.some((entry) => entry.name === name))).toEqual([]);
  });
});
