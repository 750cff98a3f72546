// @vitest-environment node
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";

const pages = ["dist/window", "dist/widget/chat"];

beforeAll(() => {
  for (const path of [...pages.map((page) => join(page, "index.html")), "dist/widget/widget.js"]) {
    if (!existsSync(path)) throw new Error(`${path} is missing: run "npm run build" before the tests`);
  }
});

describe.each(pages)("%s, as built, obeys script-src 'self'; style-src 'self'", (page) => {
  const html = () => readFileSync(join(page, "index.html"), "utf8");
  const scripts = () =>
    readdirSync(page, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".js"))
      .map((name) => readFileSync(join(page, name), "utf8"));

  test("no inline script", () => {
    const inline = [...html().matchAll(/<script\b([^>]*)>([^<]*)/g)].filter(
      ([, attributes, body]) => !/\bsrc=/.test(attributes ?? "") || body?.trim() !== "",
    );
    expect(inline).toEqual([]);
  });

  test("no inline style, no handler attribute", () => {
    expect(html()).not.toMatch(/<style\b|\sstyle=|\son\w+=/);
  });

  test("nothing from another origin", () => {
    expect(html()).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });

  test("no style attribute in the templates Solid clones", () => {
    for (const script of scripts()) expect(script).not.toMatch(/<[a-z][^<>`]*\sstyle=/);
  });
});

test("widget.js is one classic script, which imports that of a talk alone, and only when it wants to", () => {
  const script = readFileSync("dist/widget/widget.js", "utf8");
  expect(script).not.toMatch(/\bimport\s*[{"'*]|\bexport\s*[{*]/);
  const [, talk, ...more] = script.split(/\bimport\(/);
  expect(more).toEqual([]);
  expect(talk).toMatch(new RegExp(`^\`\\$\\{\\w+\\}/talk\\.js\\?${sumOf("talk")}\\.\\$\\{\\w+\\}\`\\)`));
  expect(readFileSync("dist/widget/talk.js", "utf8")).toMatch(/export\s*\{\w+ as createTalk\}/);
  expect(() => new Function(script)).not.toThrow();
});

// A page that was open while the hub became a newer version asks the new one for what it imports.
test("what runs in customers' pages asks for scripts by names that the next version has too", () => {
  const talk = readFileSync("dist/widget/talk.js", "utf8");
  const imported = [...talk.matchAll(/\bimport\(([^)]*)\)/g)].map(([, what]) => what);
  expect(imported).toEqual([expect.stringContaining(`./target.js?${sumOf("target")}.`)]);
  expect(readFileSync("dist/widget/target.js", "utf8")).not.toMatch(/\bimport\b/);
});

const sumOf = (name: string) =>
  createHash("sha256")
    .update(readFileSync(`dist/widget/${name}.js`))
    .digest("hex")
    .slice(0, 8);
