// The only module that talks to the Go side of the window.
import type {
  AgentParams,
  AskParams,
  AssignParams,
  Code,
  Hours,
  Parting,
  Policy,
  Settings,
  SignInParams,
  StartParams,
  State,
  StatusParams,
  Steps,
} from "../shared/local.ts";

/** What the page may ask for. Each promise is rejected with "code: message" or "code (field): message" when the desk refuses. */
export interface Intents {
  Start(params: StartParams): Promise<void>;
  SignIn(params: SignInParams): Promise<void>;
  SignOut(): Promise<void>;
  StartAgain(): Promise<void>;
  UseBuiltin(): Promise<void>;
  SetSettings(settings: Settings): Promise<void>;
  SetPolicy(policy: Policy): Promise<void>;
  SetHours(hours: Hours): Promise<void>;
  SetReserve(on: boolean): Promise<void>;
  SetSteps(steps: Steps): Promise<void>;
  /** Asks the hub for what lists and settings show, or to change it: hub.ts knows what there is. */
  Ask(params: AskParams): Promise<unknown>;
  SetStatus(params: StatusParams): Promise<void>;
  Back(): Promise<void>;
  TryNow(): Promise<void>;
  Focus(conversation: string): Promise<void>;
  Earlier(conversation: string): Promise<void>;
  Join(conversation: string): Promise<void>;
  Take(conversation: string): Promise<void>;
  Add(params: AgentParams): Promise<void>;
  Assign(params: AssignParams): Promise<void>;
  LeaveConversation(conversation: string): Promise<void>;
  CloseConversation(conversation: string): Promise<void>;
  Read(conversation: string, seq: number): Promise<void>;
  Draft(conversation: string, text: string): Promise<void>;
  Send(conversation: string, text: string): Promise<void>;
  Retry(clientId: string): Promise<void>;
  Discard(clientId: string): Promise<void>;
  Focused(focused: boolean): Promise<void>;
  Active(): Promise<void>;
  OpenLink(url: string): Promise<void>;
  Copy(text: string): Promise<void>;
  Part(parting: Parting): Promise<void>;
  Quit(): Promise<void>;
}

/** What an intent is called. */
export type Intent = keyof Intents;

/** The Go methods bound into the page. */
export interface App extends Intents {
  /** Resolves as soon as there is a state newer than rev. */
  Next(rev: number): Promise<State>;
}

declare global {
  interface Window {
    go: { main: { App: App } };
  }
}

/** Returns the methods the program has bound into this page. */
export function bound(): App {
  return window.go.main.App;
}

/** Why an intent was refused. */
export class Refusal extends Error {
  readonly intent: Intent;
  readonly code: Code;
  /** What was wrong, where that can be said. */
  readonly field?: string;

  constructor(intent: Intent, code: Code, message: string, field?: string) {
    super(message);
    this.intent = intent;
    this.code = code;
    this.field = field;
  }
}

/** Says whether something was refused because somebody else has changed it since it was read. */
export const isOutdated = (reason: unknown): reason is Refusal =>
  reason instanceof Refusal && reason.code === "conflict" && reason.field === "revision";

/** Reads what a promise of the Go side was rejected with. */
function refusal(intent: Intent, reason: unknown): Refusal {
  const text = reason instanceof Error ? reason.message : String(reason);
  const match =
    /^(invalid|not_found|conflict|unauthorized|forbidden|busy|unavailable|internal)(?: \(([^)]*)\))?: (.*)$/s.exec(
      text,
    );
  return match
    ? new Refusal(intent, match[1] as Code, match[3] ?? "", match[2])
    : new Refusal(intent, "internal", text);
}

/** The intents somebody behind the desk has to answer: the hub, or one that is being opened or closed. That may take long. */
const slow: ReadonlySet<string> = new Set<Intent>([
  "Start",
  "SignIn",
  "SignOut",
  "UseBuiltin",
  "SetPolicy",
  "SetHours",
  "SetReserve",
  "Ask",
  "Join",
  "Take",
  "Add",
  "Assign",
  "LeaveConversation",
  "CloseConversation",
]);

/**
 * Returns the same intents, each sent when those before it have been answered: calls into Go that are not awaited overtake each other.
 * Only slow intents wait for slow ones, so that a hub that does not answer holds up nothing the desk can do by itself. Each promise is
 * rejected with a Refusal.
 */
export function inOrder(app: Intents): Intents {
  let quickOnes: Promise<unknown> = Promise.resolve();
  let slowOnes: Promise<unknown> = Promise.resolve();
  return new Proxy(app, {
    get(target, name) {
      const intent = name as Intent;
      return (...args: unknown[]) => {
        const call = () => (target[intent] as (...args: unknown[]) => Promise<unknown>)(...args);
        const isSlow = slow.has(intent);
        const turn = isSlow ? Promise.all([quickOnes, slowOnes]) : quickOnes;
        const answer = turn.then(call);
        const answered = answer.catch(() => {});
        if (isSlow) slowOnes = answered;
        else quickOnes = answered;
        return answer.catch((reason) => Promise.reject(refusal(intent, reason)));
      };
    },
  });
}
