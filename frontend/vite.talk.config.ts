import { defineConfig } from "vite";
import { moduleOf, sumOf } from "./vite.pages.ts";

// The script the loader imports for a visitor who talks.
export default defineConfig(moduleOf("talk", { TARGET: sumOf("target") }));
