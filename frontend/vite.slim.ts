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
const features = "Transition|Scheduler|ExternalSourceConfig|SuspenseContext|ERROR";
const traces = "sharedConfig\\.(?:context|effects)|node\\.(?:suspense|tOwned)";
const absent = new RegExp(
  `(?:delete )?(?<!function )\\b(?:(?:${features}|${traces})\\b|isHydrating\\(\\w*\\))`,
  "g",
);
const declaration = new RegExp(`^let (?:${features})\\b.*$`, "gm");
const declarations = features.split("|").length;

// Whoever imports one of these needs what is left out.
const needing = [
  ...["useTransition", "startTransition", "enableScheduling", "enableExternalSource", "hydrate"],
  ...["Suspense", "SuspenseList", "createResource", "lazy", "ErrorBoundary", "catchError", "onError"],
];

// Solid's largest function has a short one in its place.
const inPlace = fileURLToPath(new URL("widget/chat/inplace.ts", import.meta.url));

// What stands in the place of what Solid does besides, in ways that the chat does not need: templates of parts of a drawing or of MathML, handlers with
// data of their own, signals with options, and errors that are none.
const instead: [RegExp, string][] = [
  [/^function insert\([\s\S]*?^}$/m, `import { insert } from ${JSON.stringify(inPlace)};`],
  [
    /^(function template\(html), isImportNode, isSVG, isMathML\) {$/m,
    "$1) { const isImportNode = 0, isSVG = 0, isMathML = 0;",
  ],
  [
    /^(function addEventListener\(node, name, handler), delegate\) {[\s\S]*?^}$/m,
    "$1) { node.addEventListener(name, handler); }",
  ],
  [
    /options = options \? Object\.assign\(\{\}, signalOptions, options\) : signalOptions/g,
    "options = signalOptions",
  ],
  [/^(function handleError\(err).*{$/m, "$1) { throw err; "],
];

/** Leaves transitions, scheduling, suspense, error boundaries, hydration and more out of Solid. A build that uses one of them fails. */
export function plainSolid(): Plugin {
  return {
    name: "plain-solid",
    transform(code, id) {
      if (id.endsWith(".tsx") && /\$template\(`[^`]*`, /.test(code))
        this.error(
          "A component of the chat is part of a drawing or MathML, which this build leaves out of Solid.",
        );
      if (!/\/solid-js\/.*\.js$/.test(id)) return null;
      const found = code.match(declaration)?.length ?? 0;
      if (id.endsWith("/dist/solid.js") && found !== declarations)
        this.error("Solid is written otherwise than this build knows.");
      const known = code.replace(declaration, "").replace(absent, "undefined");
      return instead.reduce((out, [theirs, ours]) => out.replace(theirs, ours), known);
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
