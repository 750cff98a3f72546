import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { UserConfig } from "vite";
import { plainImports } from "./vite.slim.ts";

/** Where the hub's files for customers' pages are built. */
export const outDir = "dist/widget";

/**
 * How a module is built that a script of customers' pages imports, served by the hub beside widget.js. Its name is the same for ever: a page that
 * was open while the hub became a newer version asks the new one for it.
 *
 * @param define is what stands for names in it
 */
export function moduleOf(name: string, define: Record<string, string> = {}): UserConfig {
  return {
    publicDir: false,
    plugins: [plainImports()],
    define,
    build: {
      outDir,
      emptyOutDir: false, // the chat's folder lies inside
      target: "es2022",
      modulePreload: false,
      rolldownOptions: {
        input: `widget/talk/${name}.ts`,
        preserveEntrySignatures: "strict",
        output: { format: "es", entryFileNames: `${name}.js` },
        optimization: { inlineConst: { mode: "all" } },
      },
    },
  };
}

/** The sum of a module that was built before. By it another script asks for it, and so never gets an older one from a cache. */
export function sumOf(name: string): string {
  const script = readFileSync(`${outDir}/${name}.js`);
  return JSON.stringify(createHash("sha256").update(script).digest("hex").slice(0, 8));
}
