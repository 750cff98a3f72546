// @vitest-environment node
import { resolve } from "node:path";
import { build, type Plugin } from "vite";
import solid from "vite-plugin-solid";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { solidOptions } from "../vite.shared.ts";
import { plainSolid } from "../vite.slim.ts";

const entry = resolve("widget/chat/sample.tsx"); // there is no such file

// Otherwise it would be the Solid for development that is built.
beforeEach(() => {
  vi.stubEnv("NODE_ENV", "production");
});
afterEach(() => vi.unstubAllEnvs());

/** Builds a source as the chat is built, with a Solid that says something otherwise. */
function built(source: string, said = "", otherwise = "") {
  const sample: Plugin = {
    name: "sample",
    enforce: "pre",
    resolveId: (id) => (id === entry ? id : null),
    load: (id) => (id === entry ? source : null),
    transform: (code, id) => (id.includes("/solid-js/") ? code.replaceAll(said, otherwise) : null),
  };
  return build({
    configFile: false,
    logLevel: "silent",
    plugins: [sample, solid(solidOptions), plainSolid()],
    build: { write: false, rolldownOptions: { input: entry, preserveEntrySignatures: "strict" } },
  });
}

const part =
  'export const part = (props) => <button on:click={props.press}>{props.of[0] && "some"}</button>;';

test("a part that needs nothing of what is left out of Solid is built", async () => {
  await expect(built(part)).resolves.toBeTruthy();
});

describe("what needs something of it is not built", () => {
  test.each([
    ["Show", "<Show when={p.on}>on</Show>"],
    ["Switch", "<Switch><Match when={p.on}>on</Match></Switch>"],
    ["from", "from(p.source)"],
    ["Suspense", "<Suspense>on</Suspense>"],
    ["spread", "<p {...p} />"],
  ])("%s", async (name, use) => {
    const source = `import { from, Match, Show, Suspense, Switch } from "solid-js"; export const a = (p) => ${use};`;
    await expect(built(source)).rejects.toThrow(`The chat uses ${name}, which`);
  });

  test.each([
    ["<p on:click={[p.press, 1]} />", "has a handler that is no function"],
    ["<p on:click={{ handleEvent: p.press, once: true }} />", "has a handler that is no function"],
    ["createMemo(p.of, 0, { equals: false })", "gives something an equality of its own"],
    ["<path d={p.line} />", "draws a part of a drawing or MathML"],
  ])("%s", async (use, does) => {
    const source = `import { createMemo } from "solid-js"; export const a = (p) => ${use};`;
    await expect(built(source)).rejects.toThrow(`sample.tsx ${does}, which`);
  });
});

test("no chat is built with a script of Solid that the build does not know", async () => {
  const source = 'export { createStore } from "solid-js/store";';
  await expect(built(source)).rejects.toThrow("This build knows no solid-js/store/dist/store.js.");
});

test.each([
  ["dist/solid.js", "let Scheduler = null", "const Scheduler = null"],
  ["dist/solid.js", "c.comparator = options.equals || undefined", "c.comparator = options.equals"],
  ["dist/solid.js", "function handleError(", "function handle("],
  ["web/dist/web.js", "function insert(", "function insertAt("],
  ["web/dist/web.js", "isSVG, isMathML)", "flags)"],
])("no chat is built with another %s, which has no %s", async (script, said, otherwise) => {
  await expect(built(part, said, otherwise)).rejects.toThrow(`solid-js/${script} is written otherwise`);
});
