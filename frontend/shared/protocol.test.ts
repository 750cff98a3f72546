// @vitest-environment node
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const unions = {
  FromVisitor: "from-visitor",
  ToVisitor: "to-visitor",
  FromAgent: "from-agent",
  ToAgent: "to-agent",
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "parley-protocol-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The frames Go and TypeScript agree on, by union. */
const golden = Object.entries(unions).map(([union, name]) => ({
  union,
  frames: JSON.parse(readFileSync(`../backend/protocol/testdata/${name}.json`, "utf8")) as object[],
}));

/** Compiles lists of frames that claim to be of a union, and returns what the compiler says of them. */
function compile(lists: { union: string; frames: object[] }[]): string[] {
  const types = JSON.stringify(resolve("shared/protocol.ts"));
  const files = lists.map(({ union, frames }, index) => {
    const file = join(folder, `${index}.ts`);
    writeFileSync(
      file,
      `import type { ${union} } from ${types};\nexport const frames: ${union}[] = ${JSON.stringify(frames)};\n`,
    );
    return file;
  });
  const options = ["--noEmit", "--strict", "--module", "esnext", "--moduleResolution", "bundler"];
  const run = spawnSync(
    "node_modules/.bin/tsc",
    [...options, "--allowImportingTsExtensions", "--ignoreConfig", ...files],
    { encoding: "utf8" },
  );
  if (run.error) throw run.error;
  return run.stdout.split("\n").filter((line) => /error TS/.test(line));
}

const patience = { timeout: 60_000 };

test("the types take the frames that Go writes", patience, () => {
  expect(compile(golden)).toEqual([]);
});

test("the types take no other frame", patience, () => {
  const wrong = golden.flatMap(({ union, frames }) => [
    { union, frames: [{ type: "surprise" }] },
    { union, frames: [{ ...frames[0], surprise: 1 }] },
  ]);
  expect(compile(wrong)).toHaveLength(wrong.length);
});
