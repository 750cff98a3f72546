import { join } from "node:path";
import type { Scenario } from "./scenario.ts";

// Written apart from the programs: what they say they have stored can be checked.
const query = `
import json, sqlite3, sys
with sqlite3.connect(sys.argv[1], timeout=10) as db:
    print(json.dumps(db.execute(sys.argv[2], sys.argv[3:]).fetchall()))
`;

/** Runs a statement on the database of a hub's data folder, and answers the rows. */
export async function sql(
  scenario: Scenario,
  data: string,
  statement: string,
  ...parameters: string[]
): Promise<unknown[][]> {
  const database = join(data, "parley.db");
  const args = ["-c", query, database, statement, ...parameters];
  const program = scenario.start("query", "/usr/bin/python3", args);
  const { code } = await program.ended();
  if (code !== 0) throw new Error(program.log());
  return JSON.parse(program.stdout.join("\n"));
}
