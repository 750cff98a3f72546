import { createEffect, createSignal, on } from "solid-js";
import { useDesk } from "../desk.ts";
import { Announcement } from "../parts/Announcement.tsx";
import { visitorName } from "../parts/names.ts";

/** Says once to a screen reader that a conversation is missed, whatever the window shows: in the list it only turns red. */
export function Missed() {
  const { t, session } = useDesk();
  const [spoken, setSpoken] = createSignal<{ text: string }>();
  const states = () => new Map(session().conversations.map(({ id, state }) => [id, state]));
  createEffect(
    on(states, (now, before) => {
      // What is missed already when it comes into the list is no news.
      const fresh = session().conversations.filter(
        ({ id }) => now.get(id) === "missed" && (before?.get(id) ?? "missed") !== "missed",
      );
      if (fresh.length === 0) return;
      const lines = fresh.map(({ visitor }) =>
        t("inbox.spoken.nowMissed", { name: visitorName(t, visitor) }),
      );
      setSpoken({ text: lines.join(" ") });
    }),
  );
  return <Announcement words={spoken()} assertive />;
}
