import type { Status } from "../../shared/local.ts";

/** The three statuses, in the order they are always shown. */
export const statuses: readonly Status[] = ["online", "invisible", "offline"];
