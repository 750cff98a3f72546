// Generated from the Go types by `go generate ./backend/protocol`. Change those, not this file.

/**
 * Any frame of the protocol.
 */
export type AnyFrame = FromAgent | FromVisitor | ToAgent | ToVisitor;
/**
 * What a desk may send.
 */
export type FromAgent =
  | Add
  | Assign
  | Back
  | Close
  | AgentFetch
  | Goodbye
  | AgentHello
  | SetHours
  | Join
  | Leave
  | AgentMessage
  | SetPolicy
  | Pulse
  | AgentRead
  | SetReserve
  | Returned
  | SetStatus;
/**
 * Away says why nobody can be at a device although its desk has a link.
 */
export type Away = "quit" | "signout" | "lock" | "sleep" | "shutdown";
/**
 * Revision names what is stored of something that is replaced whole. Who replaces it may say which revision was read, so that what somebody else stored in the meantime is not lost; the empty one is that of who does not ask.
 */
export type Revision = string;
/**
 * OnReturn is what happens when an idle agent is back.
 */
export type OnReturn = "ask" | "auto";
/**
 * Status is what an agent is for visitors and colleagues.
 */
export type Status = "online" | "invisible" | "offline";
/**
 * What a widget may send.
 */
export type FromVisitor =
  | Adopt
  | Choose
  | VisitorEmail
  | VisitorFetch
  | VisitorHello
  | VisitorMessage
  | VisitorPage
  | VisitorRead
  | VisitorShown;
/**
 * Millis is an instant in milliseconds since 1970 UTC; 0 means none.
 */
export type Millis = number;
/**
 * What a hub may send to a desk.
 */
export type ToAgent =
  | Ack
  | Agents
  | AgentStatus
  | AgentConversation
  | AgentEntries
  | Failed
  | AgentHours
  | AgentView
  | AgentWelcome;
/**
 * Role is what an agent may do besides answering visitors.
 */
export type Role = "owner" | "admin" | "agent";
/**
 * EntryKind tells what one line of a conversation is.
 */
export type EntryKind =
  | "message"
  | "joined"
  | "added"
  | "assigned"
  | "handed_over"
  | "left"
  | "closed"
  | "targeted";
/**
 * AuthorKind tells who an entry is from.
 */
export type AuthorKind = "visitor" | "agent" | "site";
/**
 * WaitState is how what stands unanswered in a conversation stands.
 */
export type WaitState = "quiet" | "waiting" | "owned" | "missed" | "offline";
/**
 * Asking says why an agent is asked to answer; empty, or absent, for one who is not.
 */
export type Asking = "first" | "too" | "late";
/**
 * Code classifies an error for whoever must react to it; each surface (REST, frames, exit codes) has one table from it.
 */
export type Code =
  | "invalid"
  | "not_found"
  | "conflict"
  | "unauthorized"
  | "forbidden"
  | "busy"
  | "unavailable"
  | "internal";
/**
 * Cause says why an agent's status is what it is.
 */
export type Cause = "new" | "choice" | "hours" | "idle" | "disconnected" | "api";
/**
 * What a hub may send to a widget.
 */
export type ToVisitor =
  | Ack
  | VisitorAvailability
  | Beat
  | VisitorState
  | VisitorEntries
  | Failed
  | Targeted
  | VisitorWelcome;
/**
 * Mode is the face the widget shows to one visitor.
 */
export type Mode = "live" | "messenger" | "hidden";
/**
 * EmailPolicy says whether a visitor is asked for an e-mail address.
 */
export type EmailPolicy = "off" | "optional" | "required";
/**
 * Corner is where in a page the launcher is.
 */
export type Corner = "right" | "left";
/**
 * Radius is how round the corners of the widget are.
 */
export type Radius = "none" | "small" | "round";
/**
 * Scheme says whether the widget is light or dark.
 */
export type Scheme = "auto" | "light" | "dark";

/**
 * Add makes another agent a member of an open conversation.
 */
export interface Add {
  type: "add";
  ref: string;
  conversation: string;
  agent: string;
}
/**
 * Assign gives an open conversation to an agent, who becomes a member, or hands it over to a group, after which nobody is. One of the two is set.
 */
export interface Assign {
  type: "assign";
  ref: string;
  conversation: string;
  agent?: string;
  group?: string;
}
/**
 * Back answers the idle question: I'm back.
 */
export interface Back {
  type: "back";
  ref: string;
}
/**
 * Close closes a conversation.
 */
export interface Close {
  type: "close";
  ref: string;
  conversation: string;
}
/**
 * AgentFetch asks for entries of one conversation: those after After, oldest first; with Before > 0 instead the newest ones before it. At most Limit of them, and at most 200.
 */
export interface AgentFetch {
  type: "fetch";
  ref: string;
  conversation: string;
  after?: number;
  before?: number;
  limit: number;
}
/**
 * Goodbye says that the device is gone at once. The link may stay, so that the inbox fills while the screen is locked.
 */
export interface Goodbye {
  type: "goodbye";
  why: Away;
}
/**
 * AgentHello is the first frame of a desk.
 */
export interface AgentHello {
  type: "hello";
  protocol: number;
  token: string;
  device: Device;
  /**
   * milliseconds since the last input to the whole computer
   */
  inputAge: number;
  away?: Away;
}
/**
 * Device is one running desk.
 */
export interface Device {
  /**
   * made by the desk once, kept in its data folder
   */
  id: string;
  /**
   * of the computer
   */
  name: string;
}
/**
 * SetHours replaces the agent's hours.
 */
export interface SetHours {
  type: "hours";
  ref: string;
  /**
   * IANA name, as in "Europe/Berlin"
   */
  zone: string;
  /**
   * seven lists, Monday's first, each slot on the day it starts
   */
  week: Slot[][];
  /**
   * those that differ from the week, in order
   */
  dates: DateHours[];
  revision?: Revision;
}
/**
 * Slot is a part of a day in minutes since its midnight. An end that is not after the start is on the next day.
 */
export interface Slot {
  start: number;
  end: number;
}
/**
 * DateHours are the slots that one date has instead of those of its weekday; none for a day off.
 */
export interface DateHours {
  /**
   * as in "2026-12-24"
   */
  date: string;
  slots: Slot[];
}
/**
 * Join makes the agent a member of an open conversation; with Take only while nobody else is.
 */
export interface Join {
  type: "join";
  ref: string;
  conversation: string;
  take?: boolean;
}
/**
 * Leave ends the agent's being a member.
 */
export interface Leave {
  type: "leave";
  ref: string;
  conversation: string;
}
/**
 * AgentMessage answers a visitor. The same client id said again is the same message. Ref is the client id.
 */
export interface AgentMessage {
  type: "message";
  conversation: string;
  clientId: string;
  text: string;
}
/**
 * SetPolicy sets how idling is treated.
 */
export interface SetPolicy {
  type: "policy";
  ref: string;
  /**
   * seconds without input; 0 means never
   */
  idleAfter: number;
  onReturn: OnReturn;
}
/**
 * Pulse is the desk's sign of life, every PulseEvery, and at once on an input after ten seconds of quiet. With a Ref it also asks what time it is.
 */
export interface Pulse {
  type: "pulse";
  ref?: string;
  /**
   * milliseconds since the last input to the whole computer
   */
  inputAge: number;
}
/**
 * AgentRead tells that entries up to Seq have been on the agent's screen.
 */
export interface AgentRead {
  type: "read";
  conversation: string;
  seq: number;
}
/**
 * SetReserve ticks or clears the box of the agent who wants to be asked while Invisible, if online agents are too slow to answer.
 */
export interface SetReserve {
  type: "reserve";
  ref: string;
  on: boolean;
}
/**
 * Returned takes a goodbye back: unlocked, or awake. It counts as input.
 */
export interface Returned {
  type: "returned";
}
/**
 * SetStatus chooses. Age is how long ago the person did, in milliseconds, because the clocks may differ. At most one of For and ToHours makes it a timed choice.
 */
export interface SetStatus {
  type: "status";
  ref: string;
  status: Status;
  age: number;
  /**
   * milliseconds, from when it was made
   */
  for?: number;
  /**
   * until the agent's next hours; without any it holds
   */
  toHours?: boolean;
}
/**
 * Adopt gives the connection the token of a visitor who pressed Send here or in another tab. A VisitorWelcome answers.
 */
export interface Adopt {
  type: "adopt";
  token: string;
  after: number;
}
/**
 * Choose tells which group a visitor who has none is about to write to, empty for none: availability is that of the group from then on.
 */
export interface Choose {
  type: "choose";
  group: string;
}
/**
 * VisitorEmail makes the visitor identified.
 */
export interface VisitorEmail {
  type: "email";
  ref: string;
  email: string;
}
/**
 * VisitorFetch asks for the entries after a number again, because a gap was noticed. VisitorEntries answers.
 */
export interface VisitorFetch {
  type: "fetch";
  after: number;
}
/**
 * VisitorHello is the first frame of a widget. Without a token the browser has not written yet and nothing about it is stored.
 */
export interface VisitorHello {
  type: "hello";
  protocol: number;
  site: string;
  /**
   * made by the browser when its visitor first pressed Send
   */
  token?: string;
  /**
   * entries up to this number are there already
   */
  after: number;
  language: string;
  page: Page;
}
/**
 * Page is where a visitor is on the website.
 */
export interface Page {
  url: string;
  title: string;
}
/**
 * VisitorMessage says something. The same client id said again is the same message. The hub answers Ack or Failed with Ref = ClientID.
 */
export interface VisitorMessage {
  type: "message";
  clientId: string;
  text: string;
  /**
   * asked for by the messenger
   */
  email?: string;
  /**
   * id of the group chosen by a visitor who has none
   */
  group?: string;
  /**
   * the rule of the targeted chat that it answers
   */
  answers?: string;
}
/**
 * VisitorPage tells that the visitor went to another page of a single-page app, or what rules and agents may know of the visitor.
 */
export interface VisitorPage {
  type: "page";
  page: Page;
  /**
   * milliseconds since the page was shown
   */
  age?: number;
  /**
   * of this visit, this one included; none from a page that cannot count
   */
  pages?: number;
  /**
   * this one included; none counts as 1
   */
  visits?: number;
  /**
   * address the visitor came from
   */
  referrer?: string;
  /**
   * when each rule was last
   */
  shown?: ShownRule[];
  /**
   * what the page's script has set
   */
  attributes?: {
    [k: string]: string;
  };
}
/**
 * ShownRule is when a targeted chat was last shown in this browser, as Targeted said it.
 */
export interface ShownRule {
  rule: string;
  at: Millis;
  visit: number;
}
/**
 * VisitorRead tells that entries up to Seq have been on the visitor's screen.
 */
export interface VisitorRead {
  type: "read";
  seq: number;
}
/**
 * VisitorShown tells that the targeted chat the hub sent is on screen.
 */
export interface VisitorShown {
  type: "shown";
  rule: string;
}
/**
 * Ack tells that what Ref named is stored for good.
 */
export interface Ack {
  type: "ack";
  ref: string;
  /**
   * of the entry, where one was made
   */
  seq?: number;
  at: Millis;
}
/**
 * Agents tells a change of who works for the site, or of the site itself.
 */
export interface Agents {
  type: "agents";
  site: SiteInfo;
  agents: Colleague[];
  groups: GroupName[];
}
/**
 * SiteInfo is what a desk must know of its site.
 */
export interface SiteInfo {
  id: string;
  name: string;
  /**
   * address of the hub as the snippet needs it, as in "https://hub.example"
   */
  widget: string;
  /**
   * address of the test page, where the hub has one
   */
  demo?: string;
  steps: WaitSteps;
}
/**
 * WaitSteps are how many seconds a visitor waits until all Online agents of the team are asked too, until also its Invisible agents are who want to be, and until the conversation is missed.
 */
export interface WaitSteps {
  t1: number;
  t2: number;
  t3: number;
}
/**
 * Colleague is an agent as the others of the site see one.
 */
export interface Colleague {
  id: string;
  name: string;
  role: Role;
  status: Status;
}
/**
 * GroupName is a group and who is in it.
 */
export interface GroupName {
  id: string;
  name: string;
  agents: string[];
}
/**
 * AgentStatus tells another status of one agent of the site.
 */
export interface AgentStatus {
  type: "colleague";
  agent: string;
  status: Status;
}
/**
 * AgentConversation tells a change of one conversation; Open false takes it out of the lists.
 */
export interface AgentConversation {
  type: "conversation";
  conversation: Conversation;
}
/**
 * Conversation is one conversation as an agent's lists show it.
 */
export interface Conversation {
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
  last?: Entry;
  state: WaitState;
  /**
   * Millis is an instant in milliseconds since 1970 UTC; 0 means none.
   */
  waitingSince?: number;
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
}
/**
 * VisitorInfo is a visitor as agents see one.
 */
export interface VisitorInfo {
  id: string;
  email?: string;
  language?: string;
  group?: string;
  /**
   * a page with the widget is open
   */
  here: boolean;
  page?: Page;
  /**
   * Millis is an instant in milliseconds since 1970 UTC; 0 means none.
   */
  since: number;
  /**
   * what the page says of the visitor, while one is open
   */
  attributes?: {
    [k: string]: string;
  };
}
/**
 * MemberInfo is one member of a conversation.
 */
export interface MemberInfo {
  id: string;
  replied: boolean;
}
/**
 * newest message, its text cut to LineLength runes
 */
export interface Entry {
  seq: number;
  id: string;
  kind: EntryKind;
  from: AuthorKind;
  /**
   * agent, visitor or site id
   */
  author: string;
  /**
   * of an agent or the site
   */
  name?: string;
  /**
   * only towards the author
   */
  clientId?: string;
  text?: string;
  /**
   * agent or group a system line is about besides its author; only towards agents
   */
  target?: string;
  /**
   * its name
   */
  targetName?: string;
  /**
   * written while the visitor was not told live; only towards agents
   */
  offline?: boolean;
  at: Millis;
}
/**
 * AgentEntries brings entries of one conversation in order, as they come or, with a ref, as asked for.
 */
export interface AgentEntries {
  type: "entries";
  ref?: string;
  conversation: string;
  entries: Entry1[];
}
/**
 * Entry is one numbered line of a conversation. Conversation is left out towards the visitor, who has only one.
 */
export interface Entry1 {
  seq: number;
  id: string;
  kind: EntryKind;
  from: AuthorKind;
  /**
   * agent, visitor or site id
   */
  author: string;
  /**
   * of an agent or the site
   */
  name?: string;
  /**
   * only towards the author
   */
  clientId?: string;
  text?: string;
  /**
   * agent or group a system line is about besides its author; only towards agents
   */
  target?: string;
  /**
   * its name
   */
  targetName?: string;
  /**
   * written while the visitor was not told live; only towards agents
   */
  offline?: boolean;
  at: Millis;
}
/**
 * Failed tells that what Ref named was refused and why. Without a ref it is about the connection.
 */
export interface Failed {
  type: "error";
  ref?: string;
  code: Code;
  message: string;
  field?: string;
}
/**
 * AgentHours tells a change of the agent's own hours.
 */
export interface AgentHours {
  type: "hours";
  hours: Hours;
}
/**
 * Hours are an agent's working hours. No slots at all and no dates stand for none.
 */
export interface Hours {
  /**
   * IANA name, as in "Europe/Berlin"
   */
  zone: string;
  /**
   * seven lists, Monday's first, each slot on the day it starts
   */
  week: Slot[][];
  /**
   * those that differ from the week, in order
   */
  dates: DateHours[];
  revision?: Revision;
}
/**
 * AgentView tells a change of the agent's own view, or of what the agent has set.
 */
export interface AgentView {
  type: "view";
  view: View;
  policy: Policy;
  reserve: boolean;
}
/**
 * View is what an agent's status is now.
 */
export interface View {
  status: Status;
  cause: Cause;
  by?: Person;
  /**
   * Millis is an instant in milliseconds since 1970 UTC; 0 means none.
   */
  since: number;
  /**
   * Status is what an agent is for visitors and colleagues.
   */
  base: "online" | "invisible" | "offline";
  /**
   * somebody is back after idling and has not said so: show I'm back
   */
  asks: boolean;
  timed?: Timed;
  next?: NextChange;
}
/**
 * who chose it, when that was somebody else
 */
export interface Person {
  id: string;
  name: string;
}
/**
 * Timed is the timed choice that gives the base, while it runs.
 */
export interface Timed {
  from: Millis;
  until: Millis;
  /**
   * it was chosen until the agent's next hours
   */
  toHours?: boolean;
}
/**
 * NextChange is the next end of a timed choice or edge of the agent's hours with another status than now.
 */
export interface NextChange {
  at: Millis;
  status: Status;
  /**
   * Cause says why an agent's status is what it is.
   */
  cause: "new" | "choice" | "hours" | "idle" | "disconnected" | "api";
}
/**
 * Policy is how an agent wants idling treated.
 */
export interface Policy {
  /**
   * seconds without input; 0 means never
   */
  idleAfter: number;
  onReturn: OnReturn;
}
/**
 * AgentWelcome answers AgentHello.
 */
export interface AgentWelcome {
  type: "welcome";
  protocol: number;
  /**
   * Millis is an instant in milliseconds since 1970 UTC; 0 means none.
   */
  now: number;
  agent: Account;
  site: SiteInfo;
  view: View;
  policy: Policy;
  hours: Hours;
  /**
   * the box of SetReserve
   */
  reserve: boolean;
  /**
   * everybody of the site
   */
  agents: Colleague[];
  /**
   * of the site, by name
   */
  groups: GroupName[];
  /**
   * the open ones
   */
  conversations: Conversation[];
}
/**
 * Account is the agent a desk is signed in as.
 */
export interface Account {
  id: string;
  name: string;
  email?: string;
  role: Role;
}
/**
 * VisitorAvailability tells a change of what this visitor is told.
 */
export interface VisitorAvailability {
  type: "availability";
  mode: Mode;
  /**
   * who is there; empty unless live
   */
  agents: Person1[];
}
/**
 * Person is an agent as others see one.
 */
export interface Person1 {
  id: string;
  name: string;
}
/**
 * Beat is the hub's sign of life, every BeatEvery; a widget that hears nothing for 18 seconds has lost its link.
 */
export interface Beat {
  type: "beat";
}
/**
 * VisitorState tells a change of the conversation's state.
 */
export interface VisitorState {
  type: "conversation";
  open: boolean;
  /**
   * number of the newest entry
   */
  seq: number;
  /**
   * highest entry an agent has had on screen
   */
  seen: number;
  /**
   * highest entry the visitor has had on screen, in any tab
   */
  visitorSeen: number;
  /**
   * nobody has answered in time: offer to leave an address
   */
  missed?: boolean;
}
/**
 * VisitorEntries brings entries in order, as they come or as asked for.
 */
export interface VisitorEntries {
  type: "entries";
  entries: Entry1[];
}
/**
 * Targeted is a targeted chat for this tab, in the name of an agent who is Online. The tab shows it unless it cannot or another has.
 */
export interface Targeted {
  type: "targeted";
  rule: string;
  text: string;
  agent: Person1;
  at: Millis;
}
/**
 * VisitorWelcome answers VisitorHello and Adopt.
 */
export interface VisitorWelcome {
  type: "welcome";
  protocol: number;
  site: SiteFace;
  availability: Availability;
  visitor?: Self;
  conversation?: VisitorConversation;
  /**
   * after the cursor of the hello, oldest first; the newest of them if there are too many
   */
  entries: Entry1[];
}
/**
 * SiteFace is what a widget must know of its site.
 */
export interface SiteFace {
  name: string;
  contact: ContactForm;
  look: FaceLook;
  texts: Texts;
  /**
   * it has targeted chats: count visits and pages, and say them
   */
  visit?: boolean;
  /**
   * that a visitor who has not written yet is asked to choose from
   */
  groups?: GroupChoice[];
}
/**
 * ContactForm says what a visitor is asked for before writing.
 */
export interface ContactForm {
  live: EmailPolicy;
  messenger: EmailPolicy;
}
/**
 * FaceLook is how a widget looks.
 */
export interface FaceLook {
  colours: Colours;
  corner: Corner;
  offsetX: number;
  offsetY: number;
  radius: Radius;
  scheme: Scheme;
  ownLauncher: boolean;
  /**
   * the team answers as one, and no agent has a name
   */
  team?: boolean;
}
/**
 * Colours are those of a widget, made of the one colour its site chose.
 */
export interface Colours {
  light: Colour;
  dark: Colour;
}
/**
 * Colour is a colour to fill with, and one for text on it.
 */
export interface Colour {
  /**
   * as in "#14607a"
   */
  fill: string;
  on: string;
}
/**
 * Texts are a site's own words: those of a language, and those for every language that has none of its own.
 */
export interface Texts {
  default: Words;
  en: Words;
  de: Words;
  fr: Words;
}
/**
 * Words are texts of the widget; what is left out is in our words.
 */
export interface Words {
  liveTitle?: string;
  greeting?: string;
  title?: string;
  lead?: string;
  sent?: string;
  launcher?: string;
}
/**
 * GroupChoice is a group as visitors see it.
 */
export interface GroupChoice {
  id: string;
  name: string;
}
/**
 * Availability is what one visitor is told.
 */
export interface Availability {
  mode: Mode;
  /**
   * who is there; empty unless live
   */
  agents: Person1[];
}
/**
 * once the visitor has written
 */
export interface Self {
  id: string;
  email?: string;
}
/**
 * once the visitor has written
 */
export interface VisitorConversation {
  open: boolean;
  /**
   * number of the newest entry
   */
  seq: number;
  /**
   * highest entry an agent has had on screen
   */
  seen: number;
  /**
   * highest entry the visitor has had on screen, in any tab
   */
  visitorSeen: number;
  /**
   * nobody has answered in time: offer to leave an address
   */
  missed?: boolean;
}
