import solid from "vite-plugin-solid";
import { defineConfig } from "vitest/config";
import { solidOptions } from "./vite.shared.ts";

export default defineConfig({
  plugins: [solid(solidOptions)],
  test: {
    testTimeout: 30_000, // some tests start a program, on machines that do other things too
    environment: "happy-dom",
    include: ["{src,widget,shared,checks}/**/*.test.{ts,tsx}"],
  },
});
