// Two savings in the build of the chat, which every visitor loads who opens it.
import type { Plugin } from "vite";

const preloadHelper = "\0vite/preload-helper.js";

/** Leaves dynamic imports as they are: what Vite wraps around them is larger than the texts they load. */
export function plainImports(): Plugin {
  return {
    name: "plain-imports",
    enforce: "pre",
    load: (id) => (id === preloadHelper ? "export const __vitePreload = (load) => load();" : null),
  };
}

/** Leaves out the design tokens that no rule uses, directly or through another token. */
export function usedTokens(): Plugin {
  return {
    name: "used-tokens",
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === "asset" && file.fileName.endsWith(".css"))
          file.source = withoutUnused(String(file.source));
      }
    },
  };
}

function withoutUnused(css: string): string {
  const used = new Set(Array.from(css.matchAll(/var\((--[\w-]+)/g), ([, name]) => name));
  const out = css.replace(/(--[\w-]+):[^;}]*;?/g, (declaration, name: string) =>
    used.has(name) ? declaration : "",
  );
  return out === css ? css : withoutUnused(out);
}
