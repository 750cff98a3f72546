import { defineConfig } from "vite";
import { outDir, sumOf } from "./vite.pages.ts";

// The script a page carries: one classic file that imports nothing by itself, so that a plain <script async> is enough.
export default defineConfig({
  publicDir: false,
  define: { TALK: sumOf("talk") },
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
