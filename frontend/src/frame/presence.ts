import { createContext, createMemo, useContext } from "solid-js";
import type { Millis, StatusParams, View } from "../../shared/local.ts";
import type { Desk } from "../desk.ts";
import type { Sign } from "../parts/StatusMark.tsx";
import { untilWords } from "../parts/until.ts";

const patience = 2000; // milliseconds without a link before it is worth a word

/** What the window says about the agent's own status and link, everywhere in the same words. */
export type Presence = ReturnType<typeof createPresence>;

export const PresenceContext = createContext<Presence>();

export function usePresence(): Presence {
  const presence = useContext(PresenceContext);
  if (!presence) throw new Error("used outside of the inbox");
  return presence;
}

export function createPresence(desk: Desk) {
  const { t, time, session, lately } = desk;
  const lost = createLost(desk);
  const pending = () => session().pending !== undefined;
  const status = () => session().pending ?? session().view?.status ?? "offline";
  const idle = () => !pending() && session().view?.cause === "idle";

  function line(): string {
    const view = session().view;
    if (lost()) return t("me.again", { status: t(`status.${session().pending ?? view?.base ?? "offline"}`) });
    if (pending()) return t("me.switching");
    if (!view) return "";
    if (view.timed && view.cause === "choice") return chosenUntil(view, view.timed.until);
    if (view.next?.cause === "hours" && view.cause === "hours")
      return t("me.untilCause", { until: until(view.next.at), cause: t("cause.hours") });
    return t("me.since", { at: time().moment(view.since, lately()), cause: cause(view) });
  }

  const until = (instant: Millis) => untilWords(t, time(), instant, lately());

  function chosenUntil(view: View, end: Millis): string {
    return view.by ? t("me.untilCause", { until: until(end), cause: cause(view) }) : until(end);
  }

  function cause(view: View): string {
    return view.cause === "choice" && view.by
      ? t("cause.chosenBy", { name: view.by.name })
      : t(`cause.${view.cause}`);
  }

  /**
   * Chooses a status and resolves to whether it was accepted. Who would go Offline while talking to visitors is asked first what shall become of
   * them.
   */
  async function choose(params: StatusParams): Promise<boolean> {
    if (params.status === "offline" && status() !== "offline" && desk.joined().length > 0) {
      await desk.attempt(desk.intents.Part("offline"));
      return false;
    }
    return desk.attempt(desk.intents.SetStatus(params));
  }

  return {
    choose,
    /** Since when there has been no link, once that is worth a word. */
    lost,
    /** The status as it will be as soon as the hub agrees. */
    status,
    pending,
    /** What the mark says besides the status. */
    sign: (): Sign | undefined => (lost() ? "cut" : idle() ? "idle" : undefined),
    /** The status in a word. */
    name: () => (lost() ? t("me.noLink") : t(`status.${status()}`)),
    /** Why, and since or until when, in a few words. */
    line,
  };
}

/** Since when the link is gone: undefined while linked, and for the first moments without. A new try does not start it again. */
function createLost(desk: Desk): () => Millis | undefined {
  const link = () => desk.session().link;
  const since = createMemo<Millis | undefined>((before) =>
    link().phase === "linked" ? undefined : (before ?? link().since),
  );
  return createMemo(() => {
    const start = since();
    if (start === undefined) return undefined;
    const passed = Math.abs(desk.now() - start); // the clock may be set back meanwhile
    return link().phase === "refused" || passed >= patience ? start : undefined;
  });
}
