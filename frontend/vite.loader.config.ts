import { readdirSync } from "node:fs";
import { defineConfig } from "vite";
import { talkFolder } from "./vite.shared.ts";

const outDir = "dist/widget";

// The script a page carries: one classic file that imports nothing by itself, so that a plain <script async> is enough.
export default defineConfig({
  publicDir: false,
  define: { TALK: JSON.stringify(builtTalk()) },
  build: {
    outDir,
    emptyOutDir: false, // the chat's folder lies inside
    target: "es2022",
    rolldownOptions: { optimization: { inlineConst: { mode: "all" } } },
    lib: {
      entry: "widget/loader/main.ts",
      formats: ["iife"],
      name: "parleyWidget",
      fileName: () => "widget.js",
    },
  },
});

/** Returns where the hub serves the script of a talk. It is built before. */
function builtTalk(): string {
  const [name, ...others] = readdirSync(`${outDir}/${talkFolder}`).filter((file) =>
    /^talk-.*\.js$/.test(file),
  );
  if (!name || others.length)
    throw new Error(`There is not one script of a talk in ${outDir}/${talkFolder}.`);
  return `${talkFolder}/${name}`;
}
