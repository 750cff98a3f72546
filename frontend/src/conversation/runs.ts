import type { Entry } from "../../shared/local.ts";
import { runs } from "../../shared/runs.ts";

/** Says whether b, the entry after a, continues what a's author was saying. */
export const continues = runs<Entry>((a, b) => a.from === b.from && a.author === b.author);
