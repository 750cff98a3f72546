import { defineConfig } from "vite";
import solid from "vite-plugin-solid";
import { page, solidOptions } from "./vite.shared.ts";

// The chat inside the widget's iframe, served by the hub beside widget.js.
export default defineConfig({
  root: "widget/chat",
  base: "./",
  plugins: [solid(solidOptions)],
  build: { ...page, outDir: "../../dist/widget/chat", target: "es2022" },
});
