import { createContext, createEffect, createMemo, createSignal, useContext } from "solid-js";
import type { Group } from "../../shared/local.ts";
import type { Desk } from "../desk.ts";
import { arrange, type Filter, groups } from "./arrange.ts";
import { createHold } from "./hold.ts";

/** The list and what is chosen in it; the list, the keys and the conversation share it. */
export type Inbox = ReturnType<typeof createInbox>;

export const InboxContext = createContext<Inbox>();

export function useInbox(): Inbox {
  const inbox = useContext(InboxContext);
  if (!inbox) throw new Error("used outside of the inbox");
  return inbox;
}

export function createInbox(desk: Desk) {
  const [filter, setFilter] = createSignal<Filter>("all");
  const hold = createHold();
  const arranged = hold.apply(
    () => arrange(desk.session().conversations, filter(), desk.session().agent.id),
    filter,
  );
  const rows = createMemo(() => groups.flatMap((group) => arranged()[group].map((item) => item.id)));
  const selection = createSelection(desk);

  /** Selects the row `distance` further down, at most the last, and returns its id. Without a selection it enters the list from outside. */
  function step(distance: number): string | undefined {
    const end = rows().length - 1;
    const selected = rows().indexOf(selection.selected());
    const outside = distance > 0 ? -1 : end + 1;
    const at = (selected < 0 ? outside : selected) + distance;
    const next = rows()[Math.min(Math.max(at, 0), end)];
    if (next) selection.select(next);
    return next;
  }

  return {
    filter,
    setFilter,
    /** The conversations of one group. */
    items: (group: Group) => arranged()[group],
    rows,
    /** The row the tab key reaches: the selected one, or the first. */
    entry: createMemo(() => {
      const selected = selection.selected();
      return rows().includes(selected) ? selected : rows()[0];
    }),
    ...selection,
    step,
    /** Selects the next conversation that needs an answer, the one after the selected one first. */
    selectWaiting() {
      const { needs } = arranged();
      const next = needs[(needs.findIndex((item) => item.id === selection.selected()) + 1) % needs.length];
      if (next) selection.select(next.id);
    },
    /** Makes the agent a member, the first or one more. Of a colleague who was faster the conversation tells. */
    take(id: string, taken: boolean) {
      const { attempt, intents } = desk;
      return taken ? attempt(intents.Join(id)) : attempt(intents.Take(id), "conflict");
    },
    /** The person points at the list or walks through it: nothing in it may move. */
    touch: hold.touch,
    leave: hold.release,
  };
}

/** What is selected shows at once; the desk follows, and selects by itself when a toast is clicked. */
function createSelection(desk: Desk) {
  const focused = () => desk.session().focus?.conversation.id ?? "";
  const [wanted, setWanted] = createSignal<string>();
  createEffect(() => {
    if (wanted() === focused()) setWanted(undefined);
  });
  const selected = () => wanted() ?? focused();
  return {
    selected,
    select(id: string) {
      if (id === selected()) return;
      setWanted(id);
      void desk.attempt(desk.intents.Focus(id)).then((accepted) => {
        if (!accepted && wanted() === id) setWanted(undefined);
      });
    },
  };
}
