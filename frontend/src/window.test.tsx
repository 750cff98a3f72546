import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { settle, showWindow } from "./testing/desk.tsx";
import { ago, item, message, now, reading, session, state } from "./testing/state.ts";

beforeEach(() => {
  vi.useFakeTimers({ now, shouldAdvanceTime: true });
});
afterEach(() => {
  vi.useRealTimers();
});

const hostile = [
  "<img src=x onerror=alert(1)>",
  "<script>alert(1)</script>",
  "<a href='javascript:alert(1)'>press</a>",
  "{{constructor.constructor('alert(1)')()}}",
  "\u202Egnp.exe",
];

describe("what visitors write stays text", () => {
  test.each(hostile)("%s", async (text) => {
    const shown = reading([message(1, text)]);
    const [first] = shown.conversations;
    if (first) {
      first.visitor = { ...first.visitor, email: text, page: { url: text, title: text } };
      first.last = message(1, text);
    }
    await showWindow(state({ session: shown }));
    const log = screen.getByRole("log");
    expect(log.querySelector(".bubble")?.textContent).toBe(text);
    expect(document.querySelectorAll("img, script, iframe, object, [onerror]")).toHaveLength(0);
    expect(log.querySelectorAll("a")).toHaveLength(0);
    expect(screen.getByRole("option").querySelector(".item-line")?.textContent).toBe(text);
  });

  test("a link is opened by the desk and goes nowhere itself", async () => {
    const desk = await showWindow(state({ session: reading([message(1, "see https://shop.example/a.")]) }));
    const press = fireEvent.click(screen.getByRole("link"));
    expect(press).toBe(false);
    await waitFor(() => expect(desk.called("OpenLink")).toEqual([["OpenLink", "https://shop.example/a"]]));
  });
});

describe("updates", () => {
  test("keep the nodes of what stays, so that focus and scroll survive", async () => {
    const desk = await showWindow(state({ session: reading([message(1, "One")]) }));
    const bubble = screen.getByRole("log").querySelector(".bubble");
    const option = screen.getByRole("option");
    option.focus();
    await desk.push((next) => {
      next.session?.focus?.entries.push(message(2, "Two"));
      next.session?.conversations.unshift(item("diego", { waitingSince: ago(9) }));
    });
    await waitFor(() => expect(screen.getAllByRole("option")).toHaveLength(2));
    expect(screen.getByRole("log").querySelector(".bubble")).toBe(bubble);
    expect(screen.getAllByRole("option")[1]).toBe(option);
    expect(document.activeElement).toBe(option);
  });

  test("of a conversation that is read tell the hub how far, once, and only in front of somebody", async () => {
    const looks = vi.spyOn(document, "hasFocus").mockReturnValue(false);
    const desk = await showWindow(state({ session: reading([message(1, "One"), message(2, "Two")]) }));
    expect(desk.called("Read")).toEqual([]);
    looks.mockReturnValue(true);
    fireEvent.focus(window);
    await waitFor(() => expect(desk.called("Read")).toEqual([["Read", "sophie", 2]]));
    expect(desk.called("Focused")).toEqual([
      ["Focused", false],
      ["Focused", true],
    ]);
    await desk.push((next) => {
      next.rev += 1;
    });
    expect(desk.called("Read")).toHaveLength(1);
    looks.mockRestore();
  });

  test("new messages of the open conversation are spoken, other changes are not", async () => {
    const desk = await showWindow(state({ session: reading([message(1, "One")]) }));
    const spoken = () => document.querySelector("main [aria-live=polite]")?.textContent;
    expect(spoken()).toBe("");
    await desk.push((next) => {
      next.session?.focus?.entries.push(message(2, "Mine", { from: "agent" }));
    });
    expect(spoken()).toBe("");
    await desk.push((next) => {
      next.session?.focus?.entries.push(message(3, "Two"), message(4, "Three"));
    });
    expect(spoken()).toBe("sophie@post.example: Two Three");
  });

  test("the same words again are spoken again", async () => {
    const desk = await showWindow(state({ session: reading([message(1, "One")]) }));
    const spoken = () => document.querySelector("main [aria-live=polite]")?.firstElementChild;
    await desk.push((next) => {
      next.session?.focus?.entries.push(message(2, "Hello?"));
    });
    const first = spoken();
    expect(first?.textContent).toBe("sophie@post.example: Hello?");
    await desk.push((next) => {
      next.session?.focus?.entries.push(message(3, "Hello?"));
    });
    expect(spoken()?.textContent).toBe("sophie@post.example: Hello?");
    expect(spoken()).not.toBe(first);
  });
});

describe("without a link", () => {
  const lost = () =>
    state({ session: session({ link: { phase: "lost", since: now, retry: now + 10_000 } }) });

  test("a short break is not worth a word, after two seconds it is, with the seconds until the next try", async () => {
    await showWindow(lost());
    expect(screen.queryByText(/No link to the hub/)).toBeNull();
    vi.advanceTimersByTime(1000);
    expect(screen.queryByText(/No link to the hub/)).toBeNull();
    vi.advanceTimersByTime(2000);
    expect(screen.getByText(/No link to the hub since/)).toBeTruthy();
    expect(screen.getByText(/Trying again in 7 s\./)).toBeTruthy();
    vi.advanceTimersByTime(1000);
    expect(screen.getByText(/Trying again in 6 s\./)).toBeTruthy();
  });

  test("a new try in between changes nothing, the link being back removes the bar", async () => {
    const desk = await showWindow(lost());
    vi.advanceTimersByTime(3000);
    fireEvent.click(screen.getByText("Try now"));
    await waitFor(() => expect(desk.called("TryNow")).toHaveLength(1));
    await desk.push((next) => {
      if (next.session) next.session.link = { phase: "connecting", since: Date.now() };
    });
    expect(screen.getByText(/No link to the hub since 14:26/)).toBeTruthy();
    expect(screen.getByText(/Trying again\./)).toBeTruthy();
    await desk.push((next) => {
      if (next.session) next.session.link = { phase: "linked", since: Date.now() };
    });
    expect(screen.queryByText(/No link/)).toBeNull();
  });

  test.each([
    ["outdated", /Update the older one/],
    ["replaced", /Quit that one/],
    ["unauthorized", /no longer knows this sign-in/],
  ] as const)(
    "a hub that refuses says what has to change, and can be tried at once: %s",
    async (reason, words) => {
      const desk = await showWindow(
        state({
          session: session({ link: { phase: "refused", since: now, reason } }),
          sentence: { head: "No link to the hub since 14:25", why: "" },
        }),
      );
      const bar = screen.getByRole("region", { name: "Link to the hub" });
      expect(bar.textContent).toContain("No link to the hub since 14:25:");
      expect(bar.textContent).toMatch(words);
      const [only, ...more] = within(bar).getAllByRole("button");
      expect(more).toEqual([]);
      if (only) fireEvent.click(only);
      await waitFor(() => expect(desk.called("TryNow")).toHaveLength(1));
    },
  );

  test("waits have no figure", async () => {
    const shown = lost();
    shown.session?.conversations.push(item("sophie", { waitingSince: ago(5) }));
    const desk = await showWindow(shown);
    const signal = () => screen.getByRole("option").querySelector(".chip, .item-time")?.textContent;
    expect(signal()).toBe("waiting");
    await desk.push((next) => {
      if (next.session) next.session.link = { phase: "linked", since: Date.now() };
    });
    expect(signal()).toBe("0:00");
  });
});

describe("after idling", () => {
  const idle = () =>
    state({
      session: session({
        view: { status: "offline", cause: "idle", since: ago(24), base: "invisible", asks: true },
      }),
      sentence: { head: "Offline since 14:02", why: "no activity for 15 minutes." },
    });

  test("the banner says why, and I'm back says what it gives back", async () => {
    const desk = await showWindow(idle());
    expect(screen.getByRole("region", { name: "Back again" }).textContent).toContain(
      "Offline since 14:02: no activity for 15 minutes.",
    );
    fireEvent.click(screen.getByRole("button", { name: "I’m back: Invisible again" }));
    await waitFor(() => expect(desk.called("Back")).toHaveLength(1));
  });

  test("Stay Offline is a choice", async () => {
    const desk = await showWindow(idle());
    fireEvent.click(screen.getByRole("button", { name: "Stay Offline" }));
    await waitFor(() => expect(desk.called("SetStatus")).toEqual([["SetStatus", { status: "offline" }]]));
  });

  test("without the question there is no banner", async () => {
    const shown = idle();
    if (shown.session?.view) shown.session.view.asks = false;
    await showWindow(shown);
    expect(screen.queryByRole("region", { name: "Back again" })).toBeNull();
  });
});

test("what was refused stands in a line until it is dismissed, and a new one shows again", async () => {
  const desk = await showWindow(state({ session: reading([message(1, "One")]) }));
  desk.refuse("CloseConversation", "conflict: the conversation is closed");
  fireEvent.click(screen.getByRole("button", { name: "Close" }));
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toBe("The conversation is closed already.");
  expect(alert.querySelector("[title]")?.getAttribute("title")).toBe("the conversation is closed");
  fireEvent.click(screen.getByRole("button", { name: "Dismiss" }));
  expect(screen.queryByRole("alert")).toBeNull();
  await desk.push((next) => {
    if (next.session)
      next.session.notice = { type: "error", ref: "1", code: "forbidden", message: "not yours" };
  });
  expect(screen.getByRole("alert").textContent).toBe("You may not do that.");
  fireEvent.click(screen.getByRole("button", { name: "Dismiss" }));
  expect(screen.queryByRole("alert")).toBeNull();
  await desk.push((next) => {
    if (next.session)
      next.session.notice = { type: "error", ref: "2", code: "forbidden", message: "not yours" };
  });
  expect(screen.getByRole("alert")).toBeTruthy();
});

describe("from the settings", () => {
  const open = async () => {
    const desk = await showWindow(state({ session: reading([message(1, "One")]) }));
    fireEvent.click(screen.getByRole("button", { name: "Settings" }));
    expect(screen.queryByRole("log")).toBeNull();
    return desk;
  };

  test("nobody looks at the conversation", async () => {
    const looks = vi.spyOn(document, "hasFocus").mockReturnValue(true);
    const desk = await open();
    await waitFor(() => expect(desk.called("Focused").at(-1)).toEqual(["Focused", false]));
    fireEvent.click(screen.getByRole("button", { name: /^Inbox/ }));
    await waitFor(() => expect(desk.called("Focused").at(-1)).toEqual(["Focused", true]));
    looks.mockRestore();
  });

  test("keys do nothing to the conversation nobody sees", async () => {
    const desk = await open();
    fireEvent.keyDown(document.body, { key: "t", ctrlKey: true });
    fireEvent.keyDown(document.body, { key: "i", ctrlKey: true });
    fireEvent.click(screen.getByRole("button", { name: /^Inbox/ }));
    await settle();
    expect(desk.called("Take")).toEqual([]);
    expect(document.querySelector(".frame.panel")).toBeNull();
    fireEvent.keyDown(document.body, { key: "t", ctrlKey: true });
    await waitFor(() => expect(desk.called("Take")).toEqual([["Take", "sophie"]]));
  });

  test("a toast that was clicked leads to its conversation", async () => {
    const desk = await open();
    await desk.push((next) => {
      next.raise += 1;
    });
    expect(screen.getByRole("log")).toBeTruthy();
  });

  test("a conversation that is gone leads nowhere", async () => {
    const desk = await open();
    await desk.push((next) => {
      if (next.session) next.session.focus = null;
    });
    expect(screen.getByRole("heading", { name: "Availability" })).toBeTruthy();
  });
});
