import {
  type Accessor,
  createContext,
  createEffect,
  createMemo,
  createSignal,
  on,
  useContext,
} from "solid-js";
import type { Code, Session, State } from "../shared/local.ts";
import { times } from "../shared/time.ts";
import { createActivity } from "./activity.ts";
import { createAttention } from "./attention.ts";
import { computerZone } from "./availability/zone.ts";
import { type App, type Intents, Refusal } from "./backend.ts";
import { createClock } from "./clock.ts";
import { createDrafts } from "./drafts.ts";
import { createFeed } from "./feed.ts";
import { createReturn } from "./return.ts";
import { createRevised } from "./revised.ts";
import { createSaved } from "./saved.ts";
import { createTexts } from "./texts.ts";

/** What every component of the window may use. */
export type Desk = ReturnType<typeof createDesk>;

export const DeskContext = createContext<Desk>();

/** The desk as the window knows it: its state, its words, the time, and the way to ask it for something. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error("used outside of the window");
  return desk;
}

/** Starts following the desk. `intents` must keep the order they are called in, and be refused with a Refusal. */
export function createDesk(app: Pick<App, "Next">, intents: Intents) {
  const { state, cut } = createFeed(app);
  const language = () => state.system.language;
  const { t, ready } = createTexts(language);
  const zone = createMemo(() => computerZone(state.system.zone));
  const time = createMemo(() => times(language(), zone()));
  const session = lasting(() => state.session);
  const clock = createClock();
  const skew = () => state.session?.skew ?? 0;
  const [refused, setRefused] = createSignal<Refusal>();

  /** Tells the desk something nobody asked for by hand: a refusal is nobody's concern. */
  function tell(intent: Promise<void>) {
    intent.catch(() => {});
  }

  /** Waits for an intent and shows why it was refused, unless what was asked for shows that itself. Resolves to whether it was accepted. */
  async function attempt(intent: Promise<unknown>, shown?: Code): Promise<boolean> {
    try {
      await intent;
      return true;
    } catch (reason) {
      if (!(reason instanceof Refusal)) throw reason;
      if (reason.code !== shown) setRefused(reason);
      return false;
    }
  }

  const hours = createRevised(
    () => session().hours,
    async (next) => {
      await intents.SetHours(next);
      return { revision: undefined }; // of which the session tells in a moment
    },
    attempt,
  );
  // What one agent has changed is not the next one's who signs in.
  const agent = createMemo(() => session()?.agent.id);
  createEffect(on(agent, hours.load, { defer: true }));

  createReturn(state, cut, (conversation) => tell(intents.Focus(conversation)));
  createActivity(
    () => state.session !== null && state.system.idle === "",
    () => tell(intents.Active()),
  );

  return {
    state,
    /** The desk itself does not answer. */
    cut,
    /** The first state is here, and the texts of its language. */
    ready: () => state.rev > 0 && ready(),
    session,
    /** The open conversations this agent is a member of. */
    joined: createMemo(() =>
      session()?.conversations.filter((item) => item.members.some(({ id }) => id === session().agent.id)),
    ),
    t,
    time,
    language,
    /** The time zone of the computer's clock. */
    zone,
    ...clock,
    /** The time by the hub's clock, for what is counted from an instant of the hub: this computer's may be wrong. */
    hubNow: () => clock.now() + skew(),
    /** The same to ten seconds. */
    hubLately: () => clock.lately() + skew(),
    /** The person looks at this window. */
    looking: createAttention(),
    intents,
    tell,
    attempt,
    /** The last request that was refused, until the next one or until it is dismissed. */
    refused,
    dismiss: () => setRefused(undefined),
    drafts: createDrafts(state, cut, intents),
    settings: createSaved(
      () => state.settings,
      (next) => attempt(intents.SetSettings(next)),
    ),
    policy: createSaved(
      () => session().policy,
      (next) => attempt(intents.SetPolicy(next)),
    ),
    hours,
    reserve: createSaved(
      () => ({ on: session().reserve }),
      ({ on }) => attempt(intents.SetReserve(on)),
    ),
    steps: createSaved(
      () => state.steps,
      (next) => attempt(intents.SetSteps(next)),
    ),
  };
}

/** Keeps the last session while the page that shows it is being taken down. */
function lasting(session: () => State["session"]): Accessor<Session> {
  return createMemo<Session | null>((last) => session() ?? last, null) as Accessor<Session>;
}
