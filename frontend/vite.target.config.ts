import { defineConfig } from "vite";
import { moduleOf } from "./vite.pages.ts";

// The script a talk imports for a site that wants to know more of its visitors.
export default defineConfig(moduleOf("target"));
