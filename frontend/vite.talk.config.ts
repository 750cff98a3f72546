import { defineConfig } from "vite";
import { plainImports } from "./vite.slim.ts";

// The script the loader imports for a visitor who talks, served by the hub beside widget.js.
export default defineConfig({
  publicDir: false,
  plugins: [plainImports()],
  build: {
    outDir: "dist/widget",
    emptyOutDir: false, // the chat's folder lies inside
    target: "es2022",
    modulePreload: false,
    rolldownOptions: {
      input: "widget/talk/talk.ts",
      preserveEntrySignatures: "strict",
      output: { format: "es", entryFileNames: "talk.js", chunkFileNames: "talk/[name]-[hash].js" },
      optimization: { inlineConst: { mode: "all" } },
    },
  },
});
