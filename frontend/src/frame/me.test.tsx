import { fireEvent, screen, waitFor } from "@solidjs/testing-library";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Session } from "../../shared/local.ts";
import { showWindow } from "../testing/desk.tsx";
import { ago, now, session, state } from "../testing/state.ts";

beforeEach(() => {
  vi.useFakeTimers({ now, shouldAdvanceTime: true });
});
afterEach(() => {
  vi.useRealTimers();
});

const show = (more: Partial<Session> = {}) => showWindow(state({ session: session(more) }));
const button = () => screen.getByRole("button", { name: /^(Online|Invisible|Offline|No link)( |$)/ });
const option = (name: string) => screen.getByRole("menuitemradio", { name });
const mark = () => button().querySelector(".status-mark")?.classList;

async function open() {
  button().focus();
  fireEvent.keyDown(button(), { key: "Enter" });
  await screen.findByRole("menu");
}

describe("the status menu", () => {
  test("opens with a key, says the sentence, and shows one status as chosen", async () => {
    await show();
    await open();
    expect(screen.getByRole("menu").textContent).toContain("Online since 13:15: by you.");
    const chosen = screen.getAllByRole("menuitemradio", { checked: true });
    expect(chosen).toEqual([option("Online"), option("No limit")]);
    expect(screen.queryByRole("menuitemradio", { name: "Until my next hours" })).toBeNull();
  });

  test("limits the choice that is shown, until the next hours only for who has hours", async () => {
    const week = Array.from({ length: 7 }, () => [{ start: 540, end: 1020 }]);
    const desk = await show({ hours: { zone: "Europe/Berlin", week, dates: [] } });
    await open();
    const choose = (name: string) => {
      fireEvent.pointerDown(option(name), { button: 0, pointerType: "mouse" });
      fireEvent.pointerUp(option(name), { button: 0, pointerType: "mouse" });
    };
    choose("30 min");
    await waitFor(() =>
      expect(desk.called("SetStatus")).toEqual([["SetStatus", { status: "online", for: 1_800_000 }]]),
    );
    choose("Until my next hours");
    await waitFor(() =>
      expect(desk.called("SetStatus")[1]).toEqual(["SetStatus", { status: "online", toHours: true }]),
    );
  });

  test("is walked with the arrow keys; a choice applies at once and leaves it open", async () => {
    const desk = await show();
    await open();
    const menu = screen.getByRole("menu");
    await waitFor(() => expect(menu.contains(document.activeElement)).toBe(true));
    const walk = (key: string) => fireEvent.keyDown(document.activeElement ?? menu, { key });
    walk("Home");
    walk("ArrowDown");
    await waitFor(() => expect(document.activeElement).toBe(option("Invisible")));
    walk("Enter");
    await waitFor(() => expect(desk.called("SetStatus")).toEqual([["SetStatus", { status: "invisible" }]]));
    expect(screen.getByRole("menu")).toBeTruthy();
    walk("Escape");
    await waitFor(() => expect(button().getAttribute("aria-expanded")).toBe("false"));
  });

  test("a click on what is shown already is a choice too: it answers the idle question", async () => {
    const desk = await show({
      view: { status: "offline", cause: "idle", since: ago(24), base: "online", asks: true },
    });
    await open();
    fireEvent.pointerDown(option("Offline"), { button: 0, pointerType: "mouse" });
    fireEvent.pointerUp(option("Offline"), { button: 0, pointerType: "mouse" });
    await waitFor(() => expect(desk.called("SetStatus")).toEqual([["SetStatus", { status: "offline" }]]));
  });
});

describe("the picture's mark", () => {
  test("is dashed, in the shape asked for, until the hub agrees", async () => {
    const desk = await show();
    expect(mark()).not.toContain("pending");
    await desk.push((next) => {
      if (next.session) next.session.pending = "invisible";
    });
    expect([...(mark() ?? [])]).toEqual(expect.arrayContaining(["invisible", "pending"]));
    expect(button().textContent).toContain("Invisible");
    await desk.push((next) => {
      if (!next.session?.view) return;
      delete next.session.pending;
      next.session.view = { ...next.session.view, status: "invisible", base: "invisible" };
    });
    expect(mark()).not.toContain("pending");
    expect(mark()).toContain("invisible");
  });

  test("has hands when idle, a cross without a link", async () => {
    const desk = await show({
      view: { status: "offline", cause: "idle", since: ago(24), base: "online", asks: false },
    });
    expect(mark()).toContain("idle");
    await desk.push((next) => {
      if (next.session) next.session.link = { phase: "lost", since: ago(1) };
    });
    expect(mark()).toContain("cut");
    expect(button().textContent).toContain("No link");
    expect(button().textContent).toContain("Online once it is back");
  });
});

test.each([
  ["o", "online"],
  ["i", "invisible"],
  ["f", "offline"],
])("Ctrl Shift %s chooses %s", async (key, status) => {
  const desk = await show();
  fireEvent.keyDown(document.body, { key: key.toUpperCase(), ctrlKey: true, shiftKey: true });
  await waitFor(() => expect(desk.called("SetStatus")).toEqual([["SetStatus", { status }]]));
});
