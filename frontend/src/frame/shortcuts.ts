import { onCleanup } from "solid-js";
import type { Status, StatusParams } from "../../shared/local.ts";
import type { Desk } from "../desk.ts";
import type { Inbox } from "../inbox/model.ts";
import { type Chord, chordsOf, typing } from "../keys.ts";
import { statuses } from "../parts/status.ts";
import { zoom } from "../zoom.ts";
import type { Screen } from "./screen.ts";

/** The keys that switch the status. */
export const statusKeys: Record<Status, Chord> = {
  online: "mod+shift+o",
  invisible: "mod+shift+i",
  offline: "mod+shift+f",
};

/** Every key of the window that a person has to be told about, in the order of the list behind "?". */
export const taught = [
  ["previous", "alt+arrowup"],
  ["next", "alt+arrowdown"],
  ["waiting", "mod+j"],
  ["take", "mod+t"],
  ["sendClose", "mod+enter"],
  ["panel", "mod+i"],
  ["online", statusKeys.online],
  ["invisible", statusKeys.invisible],
  ["offline", statusKeys.offline],
  ["inbox", "mod+1"],
  ["settings", "mod+,"],
  ["region", "f6"],
  ["list", "escape"],
] as const satisfies readonly (readonly [string, Chord])[];

/** What the keys act on besides the desk and the inbox. */
export interface Stage {
  screen(): Screen;
  show(screen: Screen): void;
  togglePanel(): void;
  closePanel(): void;
  toggleHelp(): void;
  choose(params: StatusParams): Promise<boolean>;
}

/** Listens to the keys of the window while the component is there. */
export function useShortcuts({ session }: Desk, inbox: Inbox, stage: Stage) {
  const toInbox = (act: () => void) => () => {
    stage.show("inbox");
    act();
  };
  /** For what concerns the conversation on screen: on another screen there is none. */
  const inInbox = (act: () => void) => () => {
    if (stage.screen() === "inbox") act();
  };
  function take() {
    const conversation = session().focus?.conversation;
    const mine = conversation?.members.some((member) => member.id === session().agent.id);
    if (conversation?.open && !mine) void inbox.take(conversation.id, conversation.members.length > 0);
  }

  const actions: Record<Chord, () => void> = {
    "alt+arrowup": toInbox(() => inbox.step(-1)),
    "alt+arrowdown": toInbox(() => inbox.step(1)),
    "mod+j": toInbox(inbox.selectWaiting),
    "mod+t": inInbox(take),
    "mod+i": inInbox(stage.togglePanel),
    "mod+1": () => stage.show("inbox"),
    "mod+,": () => stage.show("settings"),
    "mod++": () => zoom(1),
    "mod+=": () => zoom(1),
    "mod+-": () => zoom(-1),
    "mod+0": () => zoom(0),
    f6: () => focusRegion(1),
    "shift+f6": () => focusRegion(-1),
    escape: () => {
      stage.closePanel();
      focusList();
    },
  };
  for (const status of statuses) {
    actions[statusKeys[status]] = () => void stage.choose({ status });
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.defaultPrevented || event.isComposing || elsewhere(event)) return;
    const chord = chordsOf(event).find((chord) => chord in actions);
    const help = event.key === "?" && !typing(event) ? stage.toggleHelp : undefined;
    const action = chord ? actions[chord] : help;
    if (!action) return;
    event.preventDefault();
    action();
  }
  document.addEventListener("keydown", onKeyDown);
  onCleanup(() => document.removeEventListener("keydown", onKeyDown));
}

/** Says whether a key belongs to what floats over the window: every key to a dialog, Escape to a menu. */
function elsewhere(event: KeyboardEvent): boolean {
  const floating = event.key === "Escape" ? "dialog[open], .floating:not(dialog)" : "dialog[open]";
  return document.querySelector(floating) !== null;
}

const row = '[role=option][tabindex="0"]';
/** What F6 focuses in a part of the window: the first of these that is there. */
const entrances = [row, "textarea", "button, input, a[href]"];

function focusRegion(direction: 1 | -1) {
  const all = [...document.querySelectorAll<HTMLElement>("[data-region]")].filter(inSight);
  const at = all.findIndex((region) => region.contains(document.activeElement));
  const next = all[at < 0 ? 0 : (at + direction + all.length) % all.length];
  const candidates = entrances.flatMap((entrance) => [
    ...(next?.querySelectorAll<HTMLElement>(entrance) ?? []),
  ]);
  candidates.find(inSight)?.focus();
}

function inSight(element: HTMLElement): boolean {
  return element.getClientRects().length > 0;
}

function focusList() {
  document.querySelector<HTMLElement>(row)?.focus();
}
