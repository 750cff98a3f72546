import type { Role } from "../../shared/local.ts";

/** Which roles somebody with a role may give to somebody with another, that one among them; only its own where none. */
export function rolesFor(by: Role, of: Role): readonly Role[] {
  if (by === "owner") return ["owner", "admin", "agent"];
  if (by === "admin" && of !== "owner") return ["admin", "agent"];
  return [of];
}
