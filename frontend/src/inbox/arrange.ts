import type { Group, Item, WaitState } from "../../shared/local.ts";

/** What the list is narrowed to. */
export type Filter = "all" | "mine" | "unassigned";

/** The filters in the order they are shown. */
export const filters: readonly Filter[] = ["all", "mine", "unassigned"];

/** The groups of the list in the order they are shown. */
export const groups: readonly Group[] = ["needs", "mine", "colleagues"];

/**
 * Puts conversations into the groups, for the agent `me`: of those that need an answer the one with the least
 * time left is on top, of the others the newest.
 */
export function arrange(items: readonly Item[], filter: Filter, me: string): Record<Group, Item[]> {
  const shown = items.filter((item) => passes(item, filter, me));
  const of = (group: Group) => shown.filter((item) => item.group === group);
  return {
    needs: of("needs").sort(byUrgency),
    mine: of("mine").sort(byNews),
    colleagues: of("colleagues").sort(byNews),
  };
}

function passes(item: Item, filter: Filter, me: string): boolean {
  if (filter === "mine") return item.members.some((member) => member.id === me);
  if (filter === "unassigned") return !item.assigned && item.members.length === 0;
  return true;
}

/** What can still be answered in time comes before what is missed, and that before offline messages: nobody is late with those. */
const urgency: readonly WaitState[] = ["waiting", "owned", "missed", "offline", "quiet"];

/** All waits are equally long until they are missed: who waits longest has the least time left. */
function byUrgency(a: Item, b: Item): number {
  return urgency.indexOf(a.state) - urgency.indexOf(b.state) || since(a) - since(b);
}

function byNews(a: Item, b: Item): number {
  return (b.last?.at ?? b.openedAt) - (a.last?.at ?? a.openedAt);
}

function since(item: Item): number {
  return item.waitingSince || item.last?.at || item.openedAt;
}
