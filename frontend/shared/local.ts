// The names the window uses for what travels between it and the desk.
import type { AgentState, System } from "./state.ts";

export type {
  Account,
  Cause,
  Code,
  Colleague,
  Colours,
  ContactForm,
  Conversation,
  DateHours,
  EmailPolicy,
  Entry,
  EntryKind,
  Failed,
  GroupName,
  Hours,
  MemberInfo,
  Millis,
  NextChange,
  OnReturn,
  Person,
  Policy,
  Role,
  SiteInfo,
  Slot,
  Status,
  Texts,
  Timed,
  View,
  VisitorInfo,
  WaitState,
  WaitSteps,
  Words,
} from "./protocol.ts";
export type {
  AgentParams,
  AskParams,
  AssignParams,
  Focus,
  Group,
  GroupInfo,
  Groups,
  Item,
  Link,
  LinkPhase,
  Parting,
  Proposal,
  Sentence,
  Settings,
  SignInParams,
  SiteInForce,
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
