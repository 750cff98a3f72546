import solid from "vite-plugin-solid";
import { defineConfig } from "vitest/config";
import { solidOptions } from "./vite.shared.ts";
import { plainSolid } from "./vite.slim.ts";

const environment = "happy-dom";
const testTimeout = 30_000; // some tests start a program, on machines that do other things too
const chat = "widget/chat/**/*.test.{ts,tsx}";

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [solid(solidOptions)],
        test: {
          name: "all but the chat",
          environment,
          testTimeout,
          include: ["{src,widget,shared,checks}/**/*.test.{ts,tsx}"],
          exclude: [chat],
        },
      },
      {
        // The chat is tested with what its build leaves of Solid, which is less than there is for development.
        plugins: [solid({ ...solidOptions, hot: false }), plainSolid()],
        resolve: {
          alias: [
            { find: /^solid-js$/, replacement: "solid-js/dist/solid.js" },
            { find: /^solid-js\/web$/, replacement: "solid-js/web/dist/web.js" },
          ],
        },
        test: {
          name: "chat",
          environment,
          testTimeout,
          include: [chat],
          server: { deps: { inline: [/solid/] } },
        },
      },
    ],
  },
});
