// The names the window uses for what travels between it and the desk.
import type { AgentState, System } from "./state.ts";

export type {
  Account,
  Cause,
  Code,
  Colleague,
  Conversation,
  DateHours,
  Entry,
  EntryKind,
  Failed,
  GroupName,
  Hours,
  MemberInfo,
  Millis,
  Mode,
  NextChange,
  OnReturn,
  Person,
  Policy,
  Role,
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
  AgentParams,
  AskParams,
  AssignParams,
  Band,
  Coverage,
  Focus,
  Group,
  GroupInfo,
  Groups,
  Item,
  Lane,
  Link,
  LinkPhase,
  Parting,
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
