import { Match, Show, Switch } from "solid-js";
import { useDesk } from "../desk.ts";
import { StatusMark } from "../parts/StatusMark.tsx";
import { Bar } from "./Bar.tsx";
import { usePresence } from "./presence.ts";

/** What concerns everything an agent does: at most one line about the link and one about idling. */
export function Bars() {
  const { session, cut, t } = useDesk();
  const presence = usePresence();
  return (
    <div class="bars">
      <Switch>
        <Match when={cut()}>
          <Bar
            label={t("link.label")}
            mark={<StatusMark status="offline" sign="cut" />}
            head={t("link.noDesk")}
          >
            {t("link.noDeskNext")}
          </Bar>
        </Match>
        <Match when={session().link.phase === "refused"}>
          <RefusedBar />
        </Match>
        <Match when={presence.lost() !== undefined}>
          <LostBar />
        </Match>
      </Switch>
      <Show when={session().view?.asks && presence.lost() === undefined}>
        <IdleBar />
      </Show>
    </div>
  );
}

/** No link: what follows, and when it is tried again. */
function LostBar() {
  const { session, now, lately, time, t } = useDesk();
  const presence = usePresence();
  const seconds = () => Math.ceil(((session().link.retry ?? 0) - now()) / 1000);
  return (
    <Bar
      label={t("link.label")}
      mark={<StatusMark status="offline" sign="cut" />}
      head={t("link.lost", { at: time().moment(presence.lost() ?? now(), lately()) })}
      actions={<TryNow />}
    >
      {session().link.phase === "lost" && seconds() > 0
        ? t("link.retry", { count: seconds() })
        : t("link.trying")}{" "}
      {t("link.follows")}
    </Bar>
  );
}

/** The hub does not take this desk: what has to change first. */
function RefusedBar() {
  const { session, state, t } = useDesk();
  return (
    <Bar
      label={t("link.label")}
      mark={<StatusMark status="offline" sign="cut" />}
      head={t("sentence", { head: state.sentence.head })}
      actions={<TryNow />}
    >
      <Show when={session().link.reason}>{(reason) => t(`link.refused.${reason()}`)}</Show>
    </Bar>
  );
}

function TryNow() {
  const { t, intents, attempt } = useDesk();
  return (
    <button type="button" class="button" onClick={() => attempt(intents.TryNow())}>
      {t("link.tryNow")}
    </button>
  );
}

/** Somebody is back after idling: the question whether they are there for visitors again. */
function IdleBar() {
  const { session, state, t, intents, attempt } = useDesk();
  const again = () => t(`status.${session().view?.base ?? "online"}`);
  return (
    <Bar
      label={t("idle.label")}
      mark={<StatusMark status="offline" sign="idle" />}
      head={t("sentence", { head: state.sentence.head })}
      actions={
        <>
          <button
            type="button"
            class="button bare"
            onClick={() => attempt(intents.SetStatus({ status: "offline" }))}
          >
            {t("idle.stay")}
          </button>
          <button type="button" class="button go" onClick={() => attempt(intents.Back())}>
            {t("idle.back", { status: again() })}
          </button>
        </>
      }
    >
      {state.sentence.why}
    </Bar>
  );
}
