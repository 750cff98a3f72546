// Savings in the build of the chat, which every visitor loads who opens it.
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

// Wraps dynamic imports into what fetches their styles beforehand.
const wrapper = "native:import-analysis-build";

/** Leaves dynamic imports as they are: what Vite wraps around them is larger than the texts they load. */
export function plainImports(): Plugin {
  return {
    name: "plain-imports",
    configResolved(config) {
      const plugins = config.plugins as Plugin[];
      const at = plugins.findIndex(({ name }) => name === wrapper);
      if (at < 0)
        throw new Error(`Vite has no ${wrapper}: it wraps imports otherwise than this build knows.`);
      plugins.splice(at, 1);
    },
  };
}

/** Leaves out the design tokens that no rule uses, directly or through another token, and the names of sizes that are the same everywhere. */
export function usedTokens(): Plugin {
  return {
    name: "used-tokens",
    generateBundle(_, bundle) {
      const files = Object.values(bundle);
      const sheets = files.flatMap((file) =>
        file.type === "asset" && file.fileName.endsWith(".css") ? [file] : [],
      );
      const scripts = files.flatMap((file) => (file.type === "chunk" ? [file] : [])); // some bring styles of their own
      const code = scripts.map((script) => script.code).join();
      for (const sheet of sheets) {
        const css = withoutUnused(String(sheet.source), code);
        const sizes = sizesIn(css);
        sheet.source = withSizes(css, sizes);
        for (const script of scripts) script.code = withSizes(script.code, sizes);
      }
    },
  };
}

function withoutUnused(css: string, code: string): string {
  const used = new Set(Array.from((css + code).matchAll(/var\((--[\w-]+)/g), ([, name]) => name));
  const out = css.replace(/(--[\w-]+):[^;}]*;?/g, (declaration, name: string) =>
    used.has(name) ? declaration : "",
  );
  return out === css ? css : withoutUnused(out, code);
}

/** The sizes that are declared once, for light and dark, desk and phone: declaration, name and value of each. */
function sizesIn(css: string): string[][] {
  const declarations = [...css.matchAll(/(--[\w-]+):([^;}]*);?/g)];
  const names = declarations.map(([, name]) => name);
  return declarations.filter(
    ([, name, value = ""]) => names.indexOf(name) === names.lastIndexOf(name) && /^[\d.]+rem$/.test(value),
  );
}

/** Writes sizes for their tokens. */
function withSizes(text: string, sizes: string[][]): string {
  return sizes.reduce(
    (out, [declaration = "", name, value = ""]) =>
      out.replace(declaration, "").replaceAll(`var(${name})`, value),
    text,
  );
}

// What Solid keeps of features the chat does not use, and so is never there: the minifier drops all that depends on it.
const features = ["Transition", "Scheduler", "ExternalSourceConfig", "SuspenseContext", "ERROR"];
const traces = "sharedConfig\\.(?:context|effects)|node\\.(?:suspense|tOwned)";
const absent = new RegExp(
  `(?:delete )?(?<!function )\\b(?:(?:${features.join("|")}|${traces})\\b|isHydrating\\(\\w*\\))`,
  "g",
);

// Whoever imports one of these needs what is left out.
const needing = [
  ...["useTransition", "startTransition", "enableScheduling", "enableExternalSource", "hydrate"],
  ...["Suspense", "SuspenseList", "createResource", "lazy", "ErrorBoundary", "catchError", "onError"],
  ...["Show", "Switch", "from"], // they bring an equality of their own
  "spread", // it may bring any handler
];

// Solid's largest function has a short one in its place.
const inPlace = fileURLToPath(new URL("widget/chat/inplace.ts", import.meta.url));

// What stands in the place of what Solid does besides, in ways that the chat does not need, by the script that has it. The features, and what
// transitions remember; the repair of slots that differ from their observers, where both are only ever changed together; signals, memos and effects
// with options; errors that are none. Templates of parts of a drawing or of MathML, and an older way to clone them; handlers with data or options of
// their own.
const instead: Record<string, [RegExp, string][]> = {
  "solid-js/dist/solid.js": [
    ...features.map((name): [RegExp, string] => [new RegExp(`^let ${name}\\b.*$`, "m"), ""]),
    [/^ *if \(!recompute && .* releaseTransitionSource\(source\);$/m, ""],
    [/^ *if \(!recompute\) releaseTransitionSource\(node\);$/m, ""],
    [/^ *if \(!source\.observerSlots \|\| .* repairObserverSlots\(source\);$/m, ""],
    [/^ *if \(!this\.observerSlots \|\| .* repairObserverSlots\(this\);$/m, ""],
    [/^(function createSignal\(value), options\) {\n.* signalOptions;$/m, "$1) {"],
    [/^(function createMemo\(fn, value), options\) {\n.* signalOptions;$/m, "$1) {"],
    [/( comparator:) options\.equals \|\| undefined/, "$1 equalFn"],
    [/(\.comparator =) options\.equals \|\| undefined/, "$1 equalFn"],
    [/if \(!options \|\| !options\.render\) (c\.user = true;)/, "$1"],
    [/^(function handleError\(err).*{$/m, "$1) { throw err; "],
  ],
  "solid-js/web/dist/web.js": [
    [/^function insert\([\s\S]*?^}$/m, `import { insert } from ${JSON.stringify(inPlace)};`],
    [
      /^(function template\(html), isImportNode, isSVG, isMathML\) {$/m,
      "$1) { const isImportNode = 0, isSVG = 0, isMathML = 0;",
    ],
    [/^ *fn\.cloneNode = fn;$/m, ""],
    [
      /^(function addEventListener\(node, name, handler), delegate\) {[\s\S]*?^}$/m,
      "$1) { node.addEventListener(name, handler); }",
    ],
  ],
};

// What the chat's own sources would need of it, once they are compiled.
const refused: [RegExp, string][] = [
  [/\$template\(`[^`]*`, /, "draws a part of a drawing or MathML"],
  [/\$addEventListener\([^,]*, "[^"]*", [[{]/, "has a handler that is no function"],
  [/\bequals\s*[:,}]/, "gives something an equality of its own"],
];

/**
 * Leaves transitions, scheduling, suspense, error boundaries, hydration and more out of Solid. A build fails that uses what is left out, or whose Solid
 * is written otherwise than this knows.
 */
export function plainSolid(): Plugin {
  return {
    name: "plain-solid",
    transform(code, id) {
      if (!id.includes("/node_modules/")) {
        const [, does] = refused.find(([pattern]) => pattern.test(code)) ?? [];
        if (does) this.error(`${id} ${does}, which this build leaves out of Solid.`);
        return null;
      }
      const [, script = ""] = /\/node_modules\/(solid-js\/.*\.js)$/.exec(id) ?? [];
      if (!script) return null;
      const changes = instead[script] ?? this.error(`This build knows no ${script}.`);
      return changes
        .reduce((text, [theirs, ours]) => {
          if (!theirs.test(text))
            this.error(`${script} is written otherwise than this build knows: nothing in it is ${theirs}`);
          return text.replace(theirs, ours);
        }, code)
        .replace(absent, "undefined");
    },
    generateBundle(_, bundle) {
      const modules = Object.values(bundle).flatMap((file) =>
        file.type === "chunk" ? Object.entries(file.modules) : [],
      );
      const used = modules
        .filter(([id]) => id.includes("/solid-js/"))
        .flatMap(([, { renderedExports }]) => renderedExports)
        .find((name) => needing.includes(name));
      if (used) this.error(`The chat uses ${used}, which this build leaves out of Solid.`);
    },
  };
}
