import { createEffect, createSignal, on } from "solid-js";
import type { Focus } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { Announcement } from "../parts/Announcement.tsx";
import { visitorName } from "../parts/names.ts";

/** Speaks the visitor's new messages of the open conversation to a screen reader; the log itself stays silent. */
export function Announcer(props: { focus: Focus }) {
  const { t } = useDesk();
  const [spoken, setSpoken] = createSignal<{ text: string }>();
  const newest = () => props.focus.entries.at(-1)?.seq ?? 0;
  createEffect(
    on([() => props.focus.conversation.id, newest], ([id, seq], before) => {
      const [previousId, heard] = before ?? [undefined, 0];
      if (id !== previousId || heard === 0) return;
      const fresh = props.focus.entries.filter(
        (entry) =>
          entry.seq > heard && entry.seq <= seq && entry.from === "visitor" && entry.kind === "message",
      );
      if (fresh.length === 0) return;
      const name = visitorName(t, props.focus.conversation.visitor);
      setSpoken({ text: `${name}: ${fresh.map((entry) => entry.text).join(" ")}` });
    }),
  );
  return <Announcement words={spoken()} />;
}
