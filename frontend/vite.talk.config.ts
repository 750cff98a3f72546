import { defineConfig } from "vite";
import { talkFolder } from "./vite.shared.ts";

// The script the loader imports for a visitor who talks. Its name changes with its content, as the loader's cannot: the two always fit.
export default defineConfig({
  publicDir: false,
  build: {
    outDir: "dist/widget",
    emptyOutDir: false, // it lies beside the chat's files, which are built before
    target: "es2022",
    modulePreload: false,
    rolldownOptions: {
      input: "widget/talk/talk.ts",
      preserveEntrySignatures: "strict",
      output: { format: "es", entryFileNames: `${talkFolder}/talk-[hash].js` },
      optimization: { inlineConst: { mode: "all" } },
    },
  },
});
