import { defineConfig } from "vite";
import solid from "vite-plugin-solid";
import { page, solidOptions } from "./vite.shared.ts";

// The agent's window, embedded in the program `parley`.
export default defineConfig({
  root: "src",
  base: "./",
  plugins: [solid(solidOptions)],
  build: { ...page, outDir: "../dist/window", target: "es2022" },
});
