import { fireEvent, screen, waitFor } from "@solidjs/testing-library";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Session } from "../../shared/local.ts";
import { showWindow } from "../testing/desk.tsx";
import { ago, hours, now, session, state } from "../testing/state.ts";

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
    const [chosen] = screen.getAllByRole("menuitemradio", { checked: true });
    expect(chosen).toBe(option("Online"));
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

const press = (element: HTMLElement) => {
  fireEvent.pointerDown(element, { button: 0, pointerType: "mouse" });
  fireEvent.pointerUp(element, { button: 0, pointerType: "mouse" });
};
const minute = 60_000;
const timed = (minutes: number, toHours?: true) => ({
  view: {
    status: "invisible" as const,
    cause: "choice" as const,
    since: now,
    base: "invisible" as const,
    asks: false,
    timed: { from: now, until: now + minutes * minute, ...(toHours && { toHours }) },
  },
});
const lengths = () =>
  screen
    .getAllByRole("menuitemradio")
    .slice(3)
    .map((length) => length.textContent);
const chosenLength = () => screen.getAllByRole("menuitemradio", { checked: true })[1]?.textContent;

describe("for how long", () => {
  test("without hours nothing of them is offered, and no day line is drawn", async () => {
    await show();
    await open();
    expect(lengths()).toEqual(["No limit", "30 min", "1 hour", "Until…"]);
    expect(chosenLength()).toBe("No limit");
    expect(screen.getByRole("menu").textContent).not.toContain("Today:");
  });

  test("with hours there are the next ones, and today's are said", async () => {
    await show({ hours });
    await open();
    expect(lengths()).toEqual(["My hours", "30 min", "1 hour", "Until my next hours", "Until…"]);
    expect(chosenLength()).toBe("My hours");
    expect(screen.getByRole("menu").textContent).toContain("Today: 09:00–12:30, 13:15–17:00");
  });

  test.each([
    ["No limit", {}],
    ["30 min", { for: 30 * minute }],
    ["1 hour", { for: 60 * minute }],
  ])("%s is of the status that is shown, and leaves the menu open", async (name, more) => {
    const desk = await show(timed(7));
    await open();
    press(option(name));
    await waitFor(() =>
      expect(desk.called("SetStatus")).toEqual([["SetStatus", { status: "invisible", ...more }]]),
    );
    expect(screen.getByRole("menu")).toBeTruthy();
  });

  test("until the next hours is no length of time", async () => {
    const desk = await show({ ...timed(7), hours });
    await open();
    press(option("Until my next hours"));
    await waitFor(() =>
      expect(desk.called("SetStatus")).toEqual([["SetStatus", { status: "invisible", toHours: true }]]),
    );
  });

  test.each([
    [timed(30), "30 min"],
    [timed(60), "1 hour"],
    [timed(30, true), "Until my next hours"],
    [timed(94), "Until 16:00"],
  ])("the view tells which runs", async (view, name) => {
    await show({ ...view, hours });
    await open();
    expect(chosenLength()).toBe(name);
  });

  test("what was asked for shows until the hub agrees, and no longer when it was refused", async () => {
    const desk = await show(timed(60));
    await open();
    press(option("30 min"));
    expect(chosenLength()).toBe("30 min");
    await desk.push((next) => {
      if (next.session) next.session.pending = "invisible";
    });
    expect(option("30 min").classList).toContain("pending");
    await desk.push((next) => {
      if (next.session) delete next.session.pending;
    });
    expect(chosenLength()).toBe("1 hour");
  });

  test("a time of day is written in a field of its own", async () => {
    const desk = await show();
    await open();
    press(option("Until…"));
    const field = await screen.findByRole("textbox", { name: "Until when" });
    fireEvent.input(field, { target: { value: "noon" } });
    expect(screen.getByRole("button", { name: "Set" }).hasAttribute("disabled")).toBe(true);
    fireEvent.input(field, { target: { value: "9" } });
    expect(field.closest(".until-field")?.textContent).toContain("Nov 24, 09:00");
    fireEvent.input(field, { target: { value: "1600" } });
    fireEvent.submit(field);
    await waitFor(() => expect(desk.called("SetStatus")).toHaveLength(1));
    const sent = desk.called("SetStatus")[0]?.[1] as { status: string; for: number };
    expect(sent.status).toBe("online");
    expect(Math.round(sent.for / minute)).toBe(94);
    await waitFor(() => expect(screen.queryByRole("textbox", { name: "Until when" })).toBeNull());
    expect(screen.getByRole("menu")).toBeTruthy();
  });

  test("the arrows to the side walk along the lengths", async () => {
    await show();
    await open();
    option("No limit").focus();
    fireEvent.keyDown(option("No limit"), { key: "ArrowRight" });
    expect(document.activeElement).toBe(option("30 min"));
    fireEvent.keyDown(option("30 min"), { key: "ArrowLeft" });
    fireEvent.keyDown(option("No limit"), { key: "ArrowLeft" });
    expect(document.activeElement).toBe(option("Until…"));
  });
});

test("Availability is a way to the settings", async () => {
  await show();
  await open();
  press(screen.getByRole("menuitem", { name: "Availability" }));
  await screen.findByRole("heading", { name: "Availability" });
});

test.each<[string, Partial<Session>, string]>([
  ["a timed choice", timed(30), "until 14:56"],
  [
    "hours",
    {
      view: {
        status: "online",
        cause: "hours",
        since: ago(71),
        base: "online",
        asks: false,
        next: { at: now + 154 * minute, status: "offline", cause: "hours" },
      },
    },
    "until 17:00, your hours",
  ],
  [
    "hours without an end",
    { view: { status: "online", cause: "hours", since: ago(71), base: "online", asks: false } },
    "since 13:15, your hours",
  ],
])("the line beside the picture tells when %s ends", async (_, more, line) => {
  await show(more);
  expect(button().textContent).toContain(line);
  expect(button().querySelector(".cut-off")).toBeNull(); // in a narrow column it needs a second line
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
