import { fireEvent, screen, waitFor } from "@solidjs/testing-library";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { State } from "../../shared/local.ts";
import { choose } from "../testing/choose.ts";
import { settle, showWindow } from "../testing/desk.tsx";
import { item, me, member, now, session, state } from "../testing/state.ts";

beforeEach(() => {
  vi.useFakeTimers({ now, shouldAdvanceTime: true });
});
afterEach(() => {
  vi.useRealTimers();
});

async function settings(page: string, more: Partial<State> = {}) {
  const desk = await showWindow(state(more));
  fireEvent.click(screen.getByRole("button", { name: "Settings" }));
  fireEvent.click(screen.getByRole("button", { name: page }));
  return desk;
}

describe("new chats while Invisible", () => {
  const box = () => screen.getByRole("switch", { name: /Get notified of new chats when invisible/ });
  const on = () => box().getAttribute("aria-checked");

  test("are asked for at once, and shown so before the hub says it", async () => {
    const desk = await settings("Chat profile");
    const answer = desk.hold("SetReserve");
    expect(on()).toBe("false");
    fireEvent.click(box());
    expect(on()).toBe("true");
    await waitFor(() => expect(desk.called("SetReserve")).toEqual([["SetReserve", true]]));
    answer.resolve();
    await desk.push((next) => {
      if (next.session) next.session.reserve = true;
    });
    expect(on()).toBe("true");
  });

  test("go back, with the reason, when the hub refuses", async () => {
    const desk = await settings("Chat profile");
    desk.refuse("SetReserve", "unavailable: there is no link to the hub");
    fireEvent.click(box());
    expect((await screen.findByRole("alert")).textContent).toBe(
      "The hub does not answer or cannot do this right now. Try again in a moment.",
    );
    expect(on()).toBe("false");
  });
});

describe("inactivity", () => {
  test("a period is saved at once, in seconds, with the rest of the policy", async () => {
    const desk = await settings("Inactivity");
    await choose(/Switch me to Offline after/, "5 minutes");
    await waitFor(() =>
      expect(desk.called("SetPolicy")).toEqual([["SetPolicy", { idleAfter: 300, onReturn: "ask" }]]),
    );
  });

  test("any number of minutes can be written", async () => {
    const desk = await settings("Inactivity");
    await choose(/Switch me to Offline after/, "Other");
    const field = await screen.findByLabelText("Minutes without input");
    expect(desk.called("SetPolicy")).toEqual([]);
    fireEvent.change(field, { target: { value: "7" } });
    await waitFor(() =>
      expect(desk.called("SetPolicy")).toEqual([["SetPolicy", { idleAfter: 420, onReturn: "ask" }]]),
    );
  });

  test.each(["0", "-3", "1441", ""])("but not %j", async (value) => {
    const desk = await settings("Inactivity");
    await choose(/Switch me to Offline after/, "Other");
    fireEvent.change(await screen.findByLabelText("Minutes without input"), { target: { value } });
    expect(desk.called("SetPolicy")).toEqual([]);
  });

  test("a save that fails goes back and says why", async () => {
    const desk = await settings("Inactivity");
    desk.refuse("SetPolicy", "unavailable: there is no link to the hub");
    await choose(/When I am back/, "Automatically");
    expect((await screen.findByRole("alert")).textContent).toBe(
      "The hub does not answer or cannot do this right now. Try again in a moment.",
    );
    expect(screen.getByRole("button", { name: "When I am back Ask me" })).toBeTruthy();
  });

  test("of two quick changes none is undone", async () => {
    const desk = await settings("Inactivity");
    const answer = desk.hold("SetPolicy");
    await choose(/Switch me to Offline after/, "5 minutes");
    await choose(/When I am back/, "Automatically");
    answer.resolve();
    await waitFor(() =>
      expect(desk.called("SetPolicy")).toEqual([
        ["SetPolicy", { idleAfter: 300, onReturn: "ask" }],
        ["SetPolicy", { idleAfter: 300, onReturn: "auto" }],
      ]),
    );
  });

  test("a change stays on screen from its answer to its arrival, and gives way to the next from elsewhere", async () => {
    const desk = await settings("Inactivity");
    await choose(/When I am back/, "Automatically");
    await waitFor(() => expect(desk.called("SetPolicy")).toHaveLength(1));
    await settle();
    expect(screen.getByRole("button", { name: "When I am back Automatically" })).toBeTruthy();
    const arrives = (onReturn: "ask" | "auto") =>
      desk.push((next) => {
        if (next.session) next.session.policy = { idleAfter: 900, onReturn };
      });
    await arrives("auto");
    expect(screen.getByRole("button", { name: "When I am back Automatically" })).toBeTruthy();
    await arrives("ask");
    expect(screen.getByRole("button", { name: "When I am back Ask me" })).toBeTruthy();
  });

  test("a system that cannot tell says so", async () => {
    await settings("Inactivity");
    expect(screen.queryByText(/does not say when the computer was last used/)).toBeNull();
  });

  test("and only such a one", async () => {
    await settings("Inactivity", { system: { ...state().system, idle: "" } });
    expect(screen.getByText(/does not say when the computer was last used/)).toBeTruthy();
  });
});

describe("this computer", () => {
  test("start at login is saved with the other settings, and goes back when that fails", async () => {
    const desk = await settings("Start, tray and link");
    desk.refuse("SetSettings", "internal: read-only file system");
    const toggle = screen.getByRole("switch", { name: "Start at login" });
    fireEvent.click(toggle);
    expect(toggle.getAttribute("aria-checked")).toBe("true");
    await waitFor(() => expect(toggle.getAttribute("aria-checked")).toBe("false"));
    expect(desk.called("SetSettings")).toEqual([
      ["SetSettings", { startAtLogin: true, keepRunning: false, language: "" }],
    ]);
    expect(screen.getByRole("alert").textContent).toBe("Parley could not save this on this computer.");
  });

  test("keep running is a question only where no tray holds Parley", async () => {
    await settings("Start, tray and link");
    expect(screen.queryByRole("switch", { name: /Keep running/ })).toBeNull();
  });

  test("and there it says what follows", async () => {
    await settings("Start, tray and link", { system: { ...state().system, trayHost: false } });
    expect(screen.getByRole("switch", { name: /Keep running/ })).toBeTruthy();
    expect(screen.getByText(/shows no tray icons/)).toBeTruthy();
  });

  test("of two quick changes none is undone", async () => {
    const desk = await settings("Start, tray and link", {
      system: { ...state().system, trayHost: false },
    });
    const answer = desk.hold("SetSettings");
    fireEvent.click(screen.getByRole("switch", { name: "Start at login" }));
    fireEvent.click(screen.getByRole("switch", { name: /Keep running/ }));
    await choose(/Language/, "Deutsch");
    answer.resolve();
    await waitFor(() =>
      expect(desk.called("SetSettings").at(-1)).toEqual([
        "SetSettings",
        { startAtLogin: true, keepRunning: true, language: "de" },
      ]),
    );
  });

  test("the system's language is there to choose, also after another was chosen", async () => {
    const desk = await settings("Start, tray and link");
    await choose(/^Language English \(the system’s\)$/, "Français");
    await waitFor(() => expect(desk.called("SetSettings")).toHaveLength(1));
    await desk.push((next) => {
      next.settings.language = "fr";
    });
    await choose(/^Language Français$/, "The system’s language");
    await waitFor(() => expect(desk.called("SetSettings").at(-1)?.[1]).toMatchObject({ language: "" }));
  });

  test("another language shows at once", async () => {
    const desk = await settings("Start, tray and link");
    await desk.push((next) => {
      next.system.language = "de";
    });
    await screen.findByRole("heading", { name: "Start, Leiste und Verbindung" });
    expect(document.documentElement.lang).toBe("de");
  });

  test("the team's hub can be left, the built-in one cannot", async () => {
    await settings("Start, tray and link");
    expect(screen.queryByRole("button", { name: "Sign out" })).toBeNull();
  });

  test("and says where the sign-in is kept", async () => {
    const desk = await settings("Start, tray and link", {
      system: { ...state().system, builtin: false, keychain: false },
    });
    expect(screen.getByText(/in a file that only you can read/)).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Sign out" }));
    await waitFor(() => expect(desk.called("SignOut")).toHaveLength(1));
  });

  test("quitting asks first only while conversations of one's own are open", async () => {
    const desk = await settings("Start, tray and link");
    fireEvent.click(screen.getByRole("button", { name: "Quit" }));
    await waitFor(() => expect(desk.called("Quit")).toHaveLength(1));
  });

  test("and then the desk is asked to ask", async () => {
    const open = session({ conversations: [item("sophie", { members: [member(me)] })] });
    const desk = await settings("Start, tray and link", { session: open });
    fireEvent.click(screen.getByRole("button", { name: "Quit" }));
    await waitFor(() => expect(desk.called("Part")).toEqual([["Part", "quit"]]));
    expect(desk.called("Quit")).toEqual([]);
  });
});

test("the snippet is copied as the page needs it", async () => {
  const desk = await settings("Chat widget");
  fireEvent.click(screen.getByRole("button", { name: "Copy" }));
  await screen.findByRole("button", { name: "Copied" });
  expect(desk.called("Copy")).toEqual([
    ["Copy", '<script src="http://127.0.0.1:7340/widget.js" data-site="siteLq7fP2mZx9KdR" async></script>'],
  ]);
  expect(desk.called("SetSteps")).toEqual([["SetSteps", { hidden: true, tried: false, copied: true }]]);
});
