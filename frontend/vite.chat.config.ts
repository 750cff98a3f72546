import { defineConfig } from "vite";
import solid from "vite-plugin-solid";
import { page, solidOptions } from "./vite.shared.ts";
import { plainImports, plainSolid, usedTokens } from "./vite.slim.ts";

// The chat inside the widget's iframe, served by the hub beside widget.js.
export default defineConfig({
  root: "widget/chat",
  base: "./",
  plugins: [solid(solidOptions), plainSolid(), plainImports(), usedTokens()],
  build: { ...page, outDir: "../../dist/widget/chat", target: "es2022" },
});
