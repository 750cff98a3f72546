// Generated from the Go types by `go generate ./backend/protocol`. Change those, not this file.

import type {
  Account,
  Asking,
  Cause,
  Code,
  Colleague,
  Colours,
  ContactForm,
  Conversation,
  Corner,
  Entry,
  Failed,
  GroupName,
  Hours,
  MemberInfo,
  Millis,
  Mode,
  NextChange,
  Person,
  Policy,
  Radius,
  Revision,
  Role,
  Scheme,
  SiteInfo,
  Status,
  Texts,
  Timed,
  View,
  VisitorInfo,
  WaitState,
  WaitSteps,
} from "../shared/protocol";

/**
 * Anything that travels between desk and window.
 */
export type AnyLocal =
  | State
  | StartParams
  | SignInParams
  | StatusParams
  | StatusResult
  | AskParams
  | AgentParams
  | AssignParams
  | Groups
  | SiteInForce
  | Coverage
  | Devices
  | StatusChanges
  | Team
  | Invitations
  | NewInvitation
  | TargetedChats
  | TargetedOrder
  | TargetedTrial
  | TargetedTry;
/**
 * Stage tells which page a window shows first.
 */
export type Stage = "starting" | "welcome" | "signin" | "inbox";
/**
 * LinkPhase tells where the link stands.
 */
export type LinkPhase = "connecting" | "linked" | "lost" | "refused";
/**
 * Group is the part of the inbox a conversation stands in.
 */
export type Group = "needs" | "mine" | "colleagues";
/**
 * Speaking is the choice of a language.
 */
export type Speaking = "" | "en" | "de" | "fr";
/**
 * Parting is what the person is about to do although visitors are being talked to: the window asks what shall become of them.
 */
export type Parting = "" | "offline" | "quit";
/**
 * Routing says who is asked about a new chat.
 */
export type Routing = "everybody" | "fewest";
/**
 * ConditionKind says what a condition is about.
 */
export type ConditionKind = "page" | "time" | "pages" | "visits" | "referrer" | "language" | "attribute";
/**
 * Comparison says how a condition on an address or an attribute compares. Capitals do not count.
 */
export type Comparison = "contains" | "equals" | "starts" | "matches" | "exists";
/**
 * Frequency says per what a rule fires once.
 */
export type Frequency = "visitor" | "visit" | "day";

/**
 * State is what the window renders. Rev grows with every change.
 */
export interface State {
  rev: number;
  stage: Stage;
  /**
   * from StageInbox on
   */
  session: AgentState | null;
  proposed: Proposal;
  sentence: Sentence;
  trouble?: Trouble;
  settings: Settings;
  system: System;
  steps: Steps;
  parting?: Parting;
  /**
   * grows when the window shall come to the front
   */
  raise: number;
}
/**
 * State is everything window and tray show of a session: plain data, replaced whole at every change.
 */
export interface AgentState {
  link: Link;
  agent: Account;
  site: SiteInfo;
  /**
   * as the hub last said; nil before it ever did
   */
  view: View | null;
  /**
   * asked for by this desk and not confirmed yet
   */
  pending?: Status;
  policy: Policy;
  hours: Hours;
  /**
   * is asked while Invisible, if online agents are too slow to answer
   */
  reserve: boolean;
  /**
   * milliseconds the hub's clock is ahead of this computer's: what counts from an instant needs it
   */
  skew: number;
  /**
   * grows when the site has changed, or may have: what was asked of the hub is to be asked again
   */
  siteRev: number;
  agents: Colleague[];
  groups: GroupName[];
  /**
   * open ones, newest message first
   */
  conversations: Item[];
  /**
   * the conversation the window shows
   */
  focus: Focus | null;
  /**
   * what the tray's dot counts: 0 while Offline
   */
  unread: number;
  /**
   * the last request that was refused, until the next one
   */
  notice: Failed | null;
}
/**
 * Link is the session's connection to its hub.
 */
export interface Link {
  phase: LinkPhase;
  since: Millis;
  /**
   * when it tries again by itself
   */
  retry?: Millis;
  /**
   * while refused
   */
  reason?: "unauthorized" | "outdated" | "replaced";
  /**
   * for a log, not for the person
   */
  why?: string;
}
/**
 * Item is one conversation in the lists.
 */
export interface Item {
  id: string;
  open: boolean;
  openedAt: Millis;
  visitor: VisitorInfo;
  /**
   * agent id
   */
  assigned?: string;
  members: MemberInfo[];
  /**
   * number of the newest entry
   */
  seq: number;
  /**
   * newest message, its text cut to LineLength runes
   */
  last?: Entry;
  state: WaitState;
  /**
   * what the steps count from; while owned, since when the visitor waits
   */
  waitingSince?: Millis;
  /**
   * what waits was written while the visitor was not told live
   */
  offline?: boolean;
  /**
   * this agent is asked to answer
   */
  asks?: boolean;
  why?: Asking;
  /**
   * highest entry an agent has had on screen
   */
  seen: number;
  /**
   * highest entry the visitor has had on screen
   */
  visitorSeen: number;
  group: Group;
  /**
   * a visitor's message came after what the agents have seen
   */
  unread: boolean;
  draft: boolean;
  /**
   * the outbox holds a message for it
   */
  unsent: boolean;
}
/**
 * Focus is the conversation on screen, with as much of its log as was loaded.
 */
export interface Focus {
  conversation: Conversation;
  /**
   * in order, without gaps
   */
  entries: Entry[];
  /**
   * there are entries before the first
   */
  earlier: boolean;
  /**
   * this agent's messages without a number yet, in the order they were written
   */
  outbox: Unsent[];
  draft: string;
  /**
   * this agent wanted to take it, and a colleague was faster
   */
  beaten?: boolean;
}
/**
 * Unsent is a message the hub has not acknowledged. It survives a restart of the desk.
 */
export interface Unsent {
  clientId: string;
  conversation: string;
  text: string;
  at: Millis;
  /**
   * refused for good: to be tried again or discarded by hand
   */
  failed?: Failed;
}
/**
 * what the first page is filled in with
 */
export interface Proposal {
  /**
   * of the agent: the system's user
   */
  name: string;
  site: string;
  hub: string;
  /**
   * of who was signed in last
   */
  email: string;
}
/**
 * explains the status, in the desk's language
 */
export interface Sentence {
  /**
   * status and since, up to the colon
   */
  head: string;
  /**
   * the cause, with its full stop
   */
  why: string;
  /**
   * what comes next and when, with its full stop
   */
  next?: string;
}
/**
 * Trouble is why the desk cannot work, or what it lost. There is none while everything works.
 */
export interface Trouble {
  code: Code;
  /**
   * of the error, in English
   */
  message: string;
}
/**
 * Settings are this desk's, kept in its data folder; the idle policy is the agent's and lives on the hub.
 */
export interface Settings {
  startAtLogin: boolean;
  /**
   * when the window closes although there is no tray host
   */
  keepRunning: boolean;
  language: Speaking;
}
/**
 * System is what the desk found out about the computer.
 */
export interface System {
  /**
   * the hub is this desk's own and reachable from this computer only
   */
  builtin: boolean;
  /**
   * a tray shows the icon
   */
  trayHost: boolean;
  /**
   * "system" when the system tells idle time, empty for "cannot tell"
   */
  idle: string;
  /**
   * the token is in a keychain; otherwise in a file only this user can read
   */
  keychain: boolean;
  /**
   * in use
   */
  language: "en" | "de" | "fr";
  /**
   * that the computer is in now, as in Europe/Berlin; empty where the system gives it no such name
   */
  zone: string;
  version: string;
}
/**
 * Steps is the first-run card.
 */
export interface Steps {
  hidden: boolean;
  /**
   * a first message came
   */
  tried: boolean;
  /**
   * the snippet was copied
   */
  copied: boolean;
}
/**
 * StartParams sets up the built-in hub.
 */
export interface StartParams {
  /**
   * of the agent, as visitors see it
   */
  name: string;
  /**
   * name of the website
   */
  site: string;
}
/**
 * SignInParams signs in to a team's hub.
 */
export interface SignInParams {
  hub: string;
  email: string;
  password: string;
}
/**
 * StatusParams chooses a status.
 */
export interface StatusParams {
  status: Status;
  /**
   * how many milliseconds it runs; 0 for a choice that holds
   */
  for?: number;
  /**
   * it runs until the agent's next hours
   */
  toHours?: boolean;
}
/**
 * StatusResult is the status and the sentence that explains it.
 */
export interface StatusResult {
  status: Status;
  sentence: string;
}
/**
 * AskParams is a question to the hub's REST, asked with the token of who is signed in, which the window has not.
 */
export interface AskParams {
  /**
   * GET, POST, PUT or DELETE
   */
  method: string;
  /**
   * below /api/v1, as in "/site/groups"; not everything can be asked for
   */
  path: string;
  body?: unknown;
}
/**
 * AgentParams names a conversation and an agent.
 */
export interface AgentParams {
  conversation: string;
  agent: string;
}
/**
 * AssignParams names a conversation and who gets it: an agent or a group.
 */
export interface AssignParams {
  conversation: string;
  agent?: string;
  group?: string;
}
/**
 * Groups are all of a site.
 */
export interface Groups {
  groups: GroupInfo[];
}
/**
 * GroupInfo is a part of a site's agents that a visitor can belong to.
 */
export interface GroupInfo {
  id: string;
  name: string;
  agents: string[];
  everyoneElse: boolean;
  revision?: Revision;
}
/**
 * SiteInForce are the settings of a site, and what follows from them.
 */
export interface SiteInForce {
  name: string;
  origins: string[];
  quiet: Mode;
  contact: ContactForm;
  steps: WaitSteps;
  routing: Routing;
  chooseGroup: boolean;
  look: SiteLook;
  texts: Texts;
  colours: Colours;
  revision?: Revision;
}
/**
 * SiteLook is how a site's widget looks.
 */
export interface SiteLook {
  colour: string;
  corner: Corner;
  offsetX: number;
  offsetY: number;
  radius: Radius;
  scheme: Scheme;
  ownLauncher: boolean;
  team: boolean;
}
/**
 * Coverage is what visitors will be told in a span of time if every agent keeps to the hours. It is a plan from hours alone: choices by hand, timed ones too, do not count in it.
 */
export interface Coverage {
  from: Millis;
  to: Millis;
  bands: Band[];
  gaps: Band[];
  lanes: Lane[];
}
/**
 * Band is a time in which the same is told.
 */
export interface Band {
  from: Millis;
  to: Millis;
  mode: Mode;
  agents: string[];
}
/**
 * Lane is when one agent is planned.
 */
export interface Lane {
  agent: string;
  zone: string;
  runs: Run[];
}
/**
 * Run is a time in which an agent's hours run.
 */
export interface Run {
  from: Millis;
  to: Millis;
}
/**
 * Devices are all places where an agent is signed in.
 */
export interface Devices {
  devices: DeviceInfo[];
}
/**
 * DeviceInfo is one place where an agent is signed in.
 */
export interface DeviceInfo {
  id: string;
  device?: string;
  name: string;
  program?: boolean;
  this?: boolean;
  own?: boolean;
  connected: boolean;
  since: Millis;
  lastInput?: Millis;
  idle?: boolean;
  signedIn: Millis;
}
/**
 * StatusChanges are the last 50 of an agent.
 */
export interface StatusChanges {
  changes: StatusChange[];
}
/**
 * StatusChange is one change of an agent's status or its cause.
 */
export interface StatusChange {
  at: Millis;
  status: Status;
  cause: Cause;
  by?: Person;
  device?: DeviceName;
}
/**
 * DeviceName is a device as others name it.
 */
export interface DeviceName {
  id: string;
  name: string;
}
/**
 * Team is everybody of a site.
 */
export interface Team {
  agents: Teammate[];
}
/**
 * Teammate is an agent of a site. Only owners and admins are told address and view of the others.
 */
export interface Teammate {
  id: string;
  name: string;
  role: Role;
  status: Status;
  email?: string;
  view?: StatusView;
}
/**
 * StatusView is an agent's status with the reason: what its sentence is made of.
 */
export interface StatusView {
  status: Status;
  cause: Cause;
  by?: Person;
  since: Millis;
  idleAfter?: number;
  timed?: Timed;
  next?: NextChange;
}
/**
 * Invitations are the open ones of a site.
 */
export interface Invitations {
  invitations: InvitationInfo[];
  full?: boolean;
}
/**
 * InvitationInfo is an open invitation.
 */
export interface InvitationInfo {
  id: string;
  role: Role;
  email?: string;
  by: Person;
  at: Millis;
  expires: Millis;
}
/**
 * NewInvitation is an invitation that was just made. Its link is told this once.
 */
export interface NewInvitation {
  invitation: InvitationInfo;
  link: string;
}
/**
 * TargetedChats are all of a site.
 */
export interface TargetedChats {
  chats: TargetedChat[];
  revision?: Revision;
}
/**
 * TargetedChat is a rule that sends a targeted chat, as REST has it.
 */
export interface TargetedChat {
  id: string;
  name: string;
  on: boolean;
  conditions: Condition[];
  once: Frequency;
  group?: string;
  text: string;
  texts: Text[];
  shown: number;
  answered: number;
  revision?: Revision;
}
/**
 * Condition is one of those a rule has. Which fields it has depends on the kind.
 */
export interface Condition {
  kind: ConditionKind;
  how?: Comparison;
  name?: string;
  value?: string;
  number?: number;
}
/**
 * Text is what is sent to visitors of one language.
 */
export interface Text {
  language: string;
  text: string;
}
/**
 * TargetedOrder is the order in which the targeted chats of a site are tried.
 */
export interface TargetedOrder {
  order: string[];
  revision?: Revision;
}
/**
 * TargetedTrial asks whether a rule would fire for a visitor.
 */
export interface TargetedTrial {
  chat: RuleSettings;
  visitor: TriedVisitor;
}
/**
 * RuleSettings are what can be chosen of a rule.
 */
export interface RuleSettings {
  name: string;
  on: boolean;
  conditions: Condition[];
  once: Frequency;
  group?: string;
  text: string;
  texts: Text[];
}
/**
 * TriedVisitor is what is supposed of a visitor.
 */
export interface TriedVisitor {
  url?: string;
  seconds?: number;
  pages?: number;
  visits?: number;
  referrer?: string;
  language?: string;
  attributes?: {
    [k: string]: string;
  };
}
/**
 * TargetedTry says what would come of it, whoever is Online.
 */
export interface TargetedTry {
  holds: boolean[];
  text: string;
}
