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
  Steps as WaitSteps,
  Timed,
  View,
  VisitorInfo,
  WaitState,
} from "./protocol.ts";
export type {
  AskParams,
  DeviceInfo,
  Devices,
  Focus,
  Group,
  GroupInfo,
  Groups,
  InvitationInfo,
  Invitations,
  Item,
  Link,
  LinkPhase,
  NewInvitation,
  Proposal,
  Sentence,
  Settings,
  SignInParams,
  Stage,
  StartParams,
  State,
  StatusChange,
  StatusChanges,
  StatusParams,
  StatusResult,
  StatusView,
  Steps,
  System,
  Team,
  Teammate,
  Trouble,
  Unsent,
} from "./state.ts";

/** The agent's session. */
export type Session = AgentState;

/** A language there are texts of. */
export type Language = System["language"];
