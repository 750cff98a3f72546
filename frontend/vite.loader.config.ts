import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { defineConfig } from "vite";

const outDir = "dist/widget";

// The script of a talk is built before: by its sum the loader asks for it, and so never gets an older one from a cache.
const talk = createHash("sha256")
  .update(readFileSync(`${outDir}/talk.js`))
  .digest("hex")
  .slice(0, 8);

// The script a page carries: one classic file that imports nothing by itself, so that a plain <script async> is enough.
export default defineConfig({
  publicDir: false,
  define: { TALK: JSON.stringify(talk) },
  build: {
    outDir,
    emptyOutDir: false, // the chat's folder lies inside
    target: "es2022",
    rolldownOptions: { optimization: { inlineConst: { mode: "all" } } },
    lib: {
      entry: "widget/loader/main.ts",
      formats: ["iife"],
      name: "parleyWidget",
      fileName: () => "widget.js",
    },
  },
});
