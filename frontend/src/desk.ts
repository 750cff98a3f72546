import { type Accessor, createContext, createMemo, createSignal, useContext } from "solid-js";
import type { Session, State } from "../shared/local.ts";
import { times } from "../shared/time.ts";
import { createAttention } from "./attention.ts";
import { type App, type Intents, type Refusal, refusal } from "./backend.ts";
import { createClock } from "./clock.ts";
import { createFeed } from "./feed.ts";
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

/** Starts following the desk. `intents` must keep the order they are called in. */
export function createDesk(app: Pick<App, "Next">, intents: Intents) {
  const { state, cut } = createFeed(app);
  const language = () => state.system.language;
  const { t, ready } = createTexts(language);
  const time = createMemo(() => times(language()));
  const [refused, setRefused] = createSignal<Refusal>();

  return {
    state,
    /** The desk itself does not answer. */
    cut,
    /** The first state is here, and the texts of its language. */
    ready: () => state.rev > 0 && ready(),
    session: lasting(() => state.session),
    t,
    time,
    language,
    ...createClock(),
    /** The person looks at this window. */
    looking: createAttention(),
    intents,
    /** The last request that was refused, until the next one or until it is dismissed. */
    refused,
    dismiss: () => setRefused(undefined),
    /** Tells the desk something nobody asked for by hand: a refusal is nobody's concern. */
    tell(intent: Promise<void>) {
      intent.catch(() => {});
    },
    /** Waits for an intent and shows why it was refused. Resolves to whether it was accepted. */
    async attempt(intent: Promise<void>): Promise<boolean> {
      try {
        await intent;
        return true;
      } catch (reason) {
        setRefused(refusal(reason));
        return false;
      }
    },
  };
}

/** Keeps the last session while the page that shows it is being taken down. */
function lasting(session: () => State["session"]): Accessor<Session> {
  return createMemo<Session | null>((last) => session() ?? last, null) as Accessor<Session>;
}
