import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: ".",
  testMatch: "**/*.e2e.ts",
  outputDir: "out/results",
  timeout: 180_000, // a net: what a test waits for has times of its own
  expect: { timeout: 10_000 },
  forbidOnly: true,
  retries: 0,
  workers: 3, // a test has a computer of its own, and mostly waits for it
});
