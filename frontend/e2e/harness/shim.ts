import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

const flags = (kind: string) =>
  execFileSync("pkg-config", [kind, "webkit2gtk-4.1"], { encoding: "utf8" }).trim().split(/\s+/);

/** Compiles shim/automation.c and answers where the library is. */
export function buildShim(): string {
  const folder = join(import.meta.dirname, "../out");
  const library = join(folder, `automation-${process.pid}.so`);
  mkdirSync(folder, { recursive: true });
  const source = join(import.meta.dirname, "../shim/automation.c");
  execFileSync("gcc", [
    "-shared",
    "-fPIC",
    "-O1",
    "-Wall",
    "-Wl,-z,lazy",
    ...flags("--cflags"),
    source,
    "-o",
    library,
  ]);
  return library;
}
