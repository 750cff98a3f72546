import { fireEvent, screen } from "@solidjs/testing-library";
import axe from "axe-core";
import { expect, test } from "vitest";
import type { State } from "../shared/local.ts";
import { showWindow } from "./testing/desk.tsx";
import {
  ago,
  colleague,
  hours,
  item,
  me,
  member,
  message,
  now,
  reading,
  session,
  state,
} from "./testing/state.ts";

const busy = () => {
  const shown = reading([
    message(1, "Hello"),
    message(2, "Hi", { from: "agent", author: colleague.id, name: colleague.name }),
    { ...message(3, ""), kind: "joined", from: "agent", author: colleague.id, name: colleague.name },
  ]);
  shown.conversations.push(
    item("diego", { group: "mine", members: [member(me)], draft: true }),
    item("ruth", { group: "colleagues", members: [member(colleague)] }),
  );
  shown.focus?.outbox.push({
    clientId: "a",
    conversation: "sophie",
    text: "Failed",
    at: now,
    failed: { type: "error", code: "busy", message: "slow down" },
  });
  return shown;
};

const screens: [string, State, (() => void)?][] = [
  ["welcome", state({ stage: "welcome", session: null })],
  ["sign-in", state({ stage: "signin", session: null })],
  [
    "a desk in trouble",
    state({ session: session(), trouble: { code: "internal", message: "the settings were damaged" } }),
  ],
  ["first steps", state({ steps: { hidden: false, tried: true, copied: false } })],
  ["nothing open", state()],
  ["a conversation", state({ session: busy() })],
  [
    "after idling, without a link",
    state({
      session: {
        ...busy(),
        link: { phase: "lost", since: ago(1) },
        view: { status: "offline", cause: "idle", since: ago(24), base: "online", asks: true },
      },
    }),
  ],
  [
    "the keys",
    state({ session: session() }),
    () => fireEvent.keyDown(document.body, { key: "?", shiftKey: true }),
  ],
  ["availability without hours", state(), () => press("Settings", "Availability")],
  ["availability", state({ session: session({ hours }) }), () => press("Settings", "Availability")],
  ["settings", state({ system: { ...state().system, idle: "" } }), () => press("Settings", "Inactivity")],
  [
    "settings of this computer",
    state({ system: { ...state().system, builtin: false, trayHost: false } }),
    () => press("Settings", "Start, tray and link"),
  ],
];

function press(...names: string[]) {
  for (const name of names) fireEvent.click(screen.getByRole("button", { name }));
}

// Colours need a real browser's layout: they are checked where there is one.
test.each(screens)("%s has no fault of structure, role or name", async (_, shown, act) => {
  await showWindow(shown);
  act?.();
  document.title = "Parley";
  const { violations } = await axe.run(document.body, {
    rules: { "color-contrast": { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
});
