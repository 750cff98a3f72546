import { chmodSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Scenario } from "./scenario.ts";

const build = fileURLToPath(new URL("../../../build", import.meta.url));

// As build/cluster and build/bench start theirs.
const run = `
set -euo pipefail
source "$1/lib.sh"
source "$1/services.sh"
prepare_postgres "$2"
postgres_at "$2"
exec "\${postgres[@]}"
`;

/** Starts an empty PostgreSQL of the scenario's own, and answers how hubs reach it. */
export async function startPostgres(scenario: Scenario): Promise<string> {
  chmodSync(scenario.folder, 0o711); // which its own user has to pass
  const folder = join(scenario.folder, "postgres");
  const server = scenario.start("postgres", "bash", ["-c", run, "postgres", build, folder]);
  await server.line(/ready to accept connections/);
  const [address] = await server.line(/^postgres:.*$/);
  return address;
}
