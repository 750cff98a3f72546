// The names the window uses for what travels between it and the desk.
import type { AgentState, System } from "./state.ts";

export type {
  Account,
  Cause,
  Code,
  Conversation,
  DateHours,
  Entry,
  Failed,
  Hours,
  MemberInfo,
  Millis,
  NextChange,
  OnReturn,
  Person,
  Policy,
  SiteInfo,
  Slot,
  Status,
  Steps as WaitSteps,
  Timed,
  View,
  VisitorInfo,
  WaitState,
} from "./protocol.ts";
export type {
  Focus,
  Group,
  Item,
  Link,
  LinkPhase,
  Proposal,
  Sentence,
  Settings,
  SignInParams,
  Stage,
  StartParams,
  State,
  StatusParams,
  StatusResult,
  Steps,
  System,
  Trouble,
  Unsent,
} from "./state.ts";

/** The agent's session. */
export type Session = AgentState;

/** A language there are texts of. */
export type Language = System["language"];
