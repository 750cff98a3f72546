import { join } from "node:path";
import type { Scenario } from "./scenario.ts";

// No program sets this yet; the hub notices what another process changes in its database.
const change = `
import sqlite3, sys
with sqlite3.connect(sys.argv[1], timeout=10) as db:
    db.execute("UPDATE sites SET quiet = ?, revision = revision + 1", (sys.argv[2],))
`;

/** Sets what the visitors of the built-in hub's site are told while nobody is there. */
export async function setQuiet(scenario: Scenario, quiet: "messenger" | "hidden"): Promise<void> {
  const database = join(scenario.data, "hub", "parley.db");
  const program = scenario.start("site setting", "/usr/bin/python3", ["-c", change, database, quiet]);
  const { code } = await program.ended();
  if (code !== 0) throw new Error(program.log());
}
