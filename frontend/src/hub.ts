// What the window asks the hub for, through the desk: what changes rarely and is shown on a page of its own.
import { createEffect, createSignal, on } from "solid-js";
import type {
  Coverage,
  Devices,
  GroupInfo,
  Groups,
  Hours,
  Invitations,
  Millis,
  NewInvitation,
  Revision,
  Role,
  RuleSettings,
  SiteInForce,
  Status,
  StatusChanges,
  StatusView,
  TargetedChat,
  TargetedChats,
  TargetedTrial,
  TargetedTry,
  Team,
  Teammate,
} from "../shared/local.ts";
import type { Intents } from "./backend.ts";
import { useDesk } from "./desk.ts";

/** What can be chosen of a group, and the revision of which it was chosen. */
export type GroupSettings = Omit<GroupInfo, "id">;

/** What can be chosen of the site, and the revision of which it was chosen. */
export type SiteSettings = Omit<SiteInForce, "colours">;

/** What can be asked. Each promise is rejected with a Refusal. */
export function hubOf(intents: Pick<Intents, "Ask">) {
  const ask = <T>(method: "GET" | "POST" | "PUT" | "DELETE", path: string, body?: unknown) =>
    intents.Ask({ method, path, body }) as Promise<T>;
  return {
    groups: () => ask<Groups>("GET", "/site/groups"),
    addGroup: (settings: GroupSettings) => ask<GroupInfo>("POST", "/site/groups", settings),
    setGroup: (id: string, settings: GroupSettings) => ask<GroupInfo>("PUT", `/site/groups/${id}`, settings),
    siteSettings: () => ask<SiteInForce>("GET", "/site/settings"),
    setSiteSettings: (settings: SiteSettings) => ask<SiteInForce>("PUT", "/site/settings", settings),
    deleteGroup: (id: string) => ask<null>("DELETE", `/site/groups/${id}`),
    /** What the agents' hours cover; without a group for visitors of none. */
    coverage: (from: Millis, days: number, group: string) =>
      ask<Coverage>("GET", `/site/coverage?from=${from}&days=${days}${group && `&group=${group}`}`),
    hoursOf: (agent: string) => ask<Hours>("GET", `/site/agents/${agent}/hours`),
    setHoursOf: (agent: string, hours: Hours) => ask<Hours>("PUT", `/site/agents/${agent}/hours`, hours),
    targetedChats: () => ask<TargetedChats>("GET", "/site/targeting"),
    addTargetedChat: (settings: RuleSettings) => ask<TargetedChat>("POST", "/site/targeting", settings),
    setTargetedChat: (id: string, settings: RuleSettings, revision?: Revision) =>
      ask<TargetedChat>("PUT", `/site/targeting/${id}`, { ...settings, revision }),
    orderTargetedChats: (order: string[], revision?: Revision) =>
      ask<TargetedChats>("PUT", "/site/targeting", { order, revision }),
    deleteTargetedChat: (id: string) => ask<null>("DELETE", `/site/targeting/${id}`),
    tryTargetedChat: (trial: TargetedTrial) => ask<TargetedTry>("POST", "/site/targeting/preview", trial),
    devices: () => ask<Devices>("GET", "/me/devices"),
    signOutDevice: (id: string) => ask<null>("DELETE", `/me/devices/${id}`),
    changes: () => ask<StatusChanges>("GET", "/me/changes"),
    team: () => ask<Team>("GET", "/site/agents"),
    setRole: (id: string, role: Role) => ask<Teammate>("PUT", `/site/agents/${id}`, { role }),
    setStatusOf: (id: string, status: Status) =>
      ask<StatusView>("PUT", `/site/agents/${id}/status`, { status }),
    changesOf: (id: string) => ask<StatusChanges>("GET", `/site/agents/${id}/changes`),
    removeAgent: (id: string) => ask<null>("DELETE", `/site/agents/${id}`),
    invitations: () => ask<Invitations>("GET", "/site/invitations"),
    invite: (role: Role, email: string) =>
      ask<NewInvitation>("POST", "/site/invitations", email ? { role, email } : { role }),
    revokeInvitation: (id: string) => ask<null>("DELETE", `/site/invitations/${id}`),
  };
}

export type Hub = ReturnType<typeof hubOf>;

/**
 * Asks now, and again whenever the site has changed or the link is back, or `when` says something else. `value` is the last answer, undefined before the
 * first; a question that is refused leaves it, and `failed` says that it was.
 */
export function createAsked<T>(question: (hub: Hub) => Promise<T>, when?: () => string | number) {
  const { session, intents } = useDesk();
  const hub = hubOf(intents);
  const [value, setValue] = createSignal<T>();
  const [failed, setFailed] = createSignal(false);
  let asked = 0;
  let newest: Promise<void> | undefined;

  /** Resolves once the newest question has been answered: one that was asked meanwhile knows better. */
  function again(): Promise<void> {
    asked += 1;
    newest = follow(asked);
    return newest;
  }
  async function follow(turn: number): Promise<void> {
    try {
      const answer = await question(hub);
      if (turn !== asked) return newest;
      setValue(() => answer);
      setFailed(false);
    } catch {
      if (turn !== asked) return newest;
      setFailed(true);
    }
  }

  createEffect(
    on(
      () => [session().link.phase === "linked" ? session().siteRev : undefined, when?.()] as const,
      ([rev]) => rev !== undefined && void again(),
    ),
  );
  return { value, failed, again, hub };
}
