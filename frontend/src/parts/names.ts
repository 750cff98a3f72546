import type { Session, VisitorInfo } from "../../shared/local.ts";
import type { T } from "../texts.ts";

const tones = 4;
const shortId = 4;

/** What a visitor is called: the e-mail address, or "Visitor" and the beginning of the id. */
export function visitorName(t: T, visitor: VisitorInfo): string {
  return visitor.email || t("visitor.unknown", { id: visitor.id.slice(0, shortId) });
}

/** The same where there is little room: of the address only what stands before the @. */
export function shortVisitorName(t: T, visitor: VisitorInfo): string {
  return visitor.email?.split("@")[0] || visitorName(t, visitor);
}

/** What an agent is called, as far as the session knows the agent. */
export function agentName(session: Session, id: string): string {
  return session.agents.find((agent) => agent.id === id)?.name ?? "";
}

/** What a group is called, as far as the session knows it. */
export function groupName(session: Session, id: string | undefined): string {
  return session.groups.find((group) => group.id === id)?.name ?? "";
}

/** The class of a person's colour. */
export function tone(id: string): string {
  let sum = 0;
  for (const char of id) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 65_521;
  return `tone-${(sum % tones) + 1}`;
}
