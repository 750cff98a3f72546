import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Scenario } from "./scenario.ts";

const installed = "/usr/lib/postgresql";

/** Starts an empty PostgreSQL of the scenario's own, and answers how hubs reach it. It does not run as root. */
export async function startPostgres(scenario: Scenario): Promise<string> {
  const newest = Math.max(...readdirSync(installed).map(Number));
  const program = (name: string) => join(installed, String(newest), "bin", name);
  const folder = join(scenario.folder, "postgres");
  mkdirSync(folder, { mode: 0o700 });
  const as: [string, ...string[]] = ["env"];
  if (process.getuid?.() === 0) {
    const [uid, gid] = ["-u", "-g"].map((which) =>
      Number(execFileSync("id", [which, "postgres"], { encoding: "utf8" })),
    );
    chmodSync(scenario.folder, 0o711); // which it has to pass
    chownSync(folder, Number(uid), Number(gid));
    as.splice(0, 1, "setpriv", `--reuid=${uid}`, `--regid=${gid}`, "--clear-groups");
  }
  const start = (name: string, ...args: string[]) => {
    const [command, ...before] = [...as, program(name), ...args];
    return scenario.start(name, command ?? "", before);
  };
  const data = join(folder, "data");
  const made = start(
    "initdb",
    "--pgdata",
    data,
    "--username",
    "parley",
    "--auth",
    "trust",
    "--encoding",
    "UTF8",
    "--locale",
    "C.UTF-8",
  );
  const { code } = await made.ended();
  if (code !== 0) throw new Error(made.log());
  const server = start(
    "postgres",
    "-D",
    data,
    "-k",
    folder,
    "-c",
    "listen_addresses=",
    "-c",
    "max_connections=50",
  );
  await server.line(/ready to accept connections/);
  return `postgres:///postgres?host=${folder}&user=parley`;
}
