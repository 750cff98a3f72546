import { defineConfig } from "vite";

// The script a page carries: one classic file without imports, so that a plain <script async> is enough.
export default defineConfig({
  publicDir: false,
  build: {
    outDir: "dist/widget",
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
