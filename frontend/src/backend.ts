// The only module that talks to the Go side of the window.
import type {
  Code,
  Policy,
  Settings,
  SignInParams,
  StartParams,
  State,
  Status,
  Steps,
} from "../shared/local.ts";

/** What the page may ask for. Each promise is rejected with "code: message" when the desk refuses. */
export interface Intents {
  Start(params: StartParams): Promise<void>;
  SignIn(params: SignInParams): Promise<void>;
  SignOut(): Promise<void>;
  SetSettings(settings: Settings): Promise<void>;
  SetPolicy(policy: Policy): Promise<void>;
  SetSteps(steps: Steps): Promise<void>;
  SetStatus(status: Status): Promise<void>;
  Back(): Promise<void>;
  TryNow(): Promise<void>;
  Focus(conversation: string): Promise<void>;
  Earlier(conversation: string): Promise<void>;
  Join(conversation: string): Promise<void>;
  CloseConversation(conversation: string): Promise<void>;
  Read(conversation: string, seq: number): Promise<void>;
  Draft(conversation: string, text: string): Promise<void>;
  Send(conversation: string, text: string): Promise<void>;
  Retry(clientId: string): Promise<void>;
  Discard(clientId: string): Promise<void>;
  Focused(focused: boolean): Promise<void>;
  OpenLink(url: string): Promise<void>;
  Copy(text: string): Promise<void>;
  Quit(): Promise<void>;
}

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

/** Why the desk refused something. */
export class Refusal extends Error {
  readonly code: Code;

  constructor(code: Code, message: string) {
    super(message);
    this.code = code;
  }
}

/** Reads what a promise of the Go side was rejected with. */
export function refusal(reason: unknown): Refusal {
  if (reason instanceof Refusal) return reason;
  const text = reason instanceof Error ? reason.message : String(reason);
  const match = /^(invalid|not_found|conflict|unauthorized|forbidden|busy|unavailable|internal): (.*)$/s.exec(
    text,
  );
  return match ? new Refusal(match[1] as Code, match[2] ?? "") : new Refusal("internal", text);
}

/**
 * Returns the same intents, each sent when the one before has been answered. Calls into Go that are not
 * awaited overtake each other.
 */
export function inOrder(app: Intents): Intents {
  let previous: Promise<unknown> = Promise.resolve();
  return new Proxy(app, {
    get(target, name) {
      const method = name as keyof Intents;
      return (...args: unknown[]) => {
        const call = () => (target[method] as (...args: unknown[]) => Promise<void>)(...args);
        const answer = previous.then(call);
        previous = answer.catch(() => {});
        return answer.catch((reason) => Promise.reject(refusal(reason)));
      };
    },
  });
}
