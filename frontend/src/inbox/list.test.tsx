import { fireEvent, screen, waitFor } from "@solidjs/testing-library";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Item, Session } from "../../shared/local.ts";
import { showWindow } from "../testing/desk.tsx";
import { ago, colleague, item, me, member, message, now, reading, session, state } from "../testing/state.ts";

beforeEach(() => {
  vi.useFakeTimers({ now, shouldAdvanceTime: true });
});
afterEach(() => {
  vi.useRealTimers();
});

const three = () =>
  state({
    session: session({
      conversations: [
        item("first", { waitingSince: ago(9) }),
        item("second", { waitingSince: ago(8) }),
        item("third", { group: "mine", members: [member(me)], waitingSince: 0 }),
      ],
    }),
  });
const order = () => screen.getAllByRole("option").map((option) => option.dataset.conversation);
const list = () => screen.getByRole("listbox");

/** The desk tells that the second conversation now waits longest. */
const reorder = (desk: Awaited<ReturnType<typeof showWindow>>) =>
  desk.push((next) => {
    const second = next.session?.conversations[1];
    if (second) second.waitingSince = ago(20);
  });

describe("nothing moves", () => {
  test("under the pointer, until it leaves", async () => {
    const desk = await showWindow(three());
    fireEvent.pointerMove(list());
    await reorder(desk);
    expect(order()).toEqual(["first", "second", "third"]);
    fireEvent.pointerLeave(list());
    expect(order()).toEqual(["second", "first", "third"]);
  });

  test("under the pointer, until it has been still for a second", async () => {
    const desk = await showWindow(three());
    fireEvent.pointerMove(list());
    vi.advanceTimersByTime(900);
    fireEvent.pointerMove(list());
    await reorder(desk);
    vi.advanceTimersByTime(900);
    expect(order()).toEqual(["first", "second", "third"]);
    vi.advanceTimersByTime(200);
    expect(order()).toEqual(["second", "first", "third"]);
  });

  test("while arrow keys are in use, for a second", async () => {
    const desk = await showWindow(three());
    fireEvent.keyDown(list(), { key: "ArrowDown" });
    await reorder(desk);
    expect(order()).toEqual(["first", "second", "third"]);
    vi.advanceTimersByTime(1100);
    expect(order()).toEqual(["second", "first", "third"]);
  });

  test("but what a row says is always current", async () => {
    const desk = await showWindow(three());
    fireEvent.pointerMove(list());
    await desk.push((next) => {
      const first = next.session?.conversations[0];
      if (first) first.last = message(2, "A newer line");
    });
    expect(screen.getByText("A newer line")).toBeTruthy();
  });

  test("and another filter shows at once", async () => {
    await showWindow(three());
    fireEvent.pointerMove(list());
    fireEvent.click(screen.getByLabelText("My messages"));
    expect(order()).toEqual(["third"]);
  });
});

test("without anybody the order is always current", async () => {
  const desk = await showWindow(three());
  await reorder(desk);
  expect(order()).toEqual(["second", "first", "third"]);
});

describe("the keyboard", () => {
  test("walks through the groups, stops at the ends, and selects as it goes", async () => {
    const desk = await showWindow(three());
    const walked = () => desk.called("Focus").map(([, id]) => id);
    for (const key of ["ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown"])
      fireEvent.keyDown(list(), { key });
    await waitFor(() => expect(walked()).toEqual(["first", "second", "third"]));
    fireEvent.keyDown(list(), { key: "Home" });
    await waitFor(() => expect(walked().at(-1)).toBe("first"));
    fireEvent.keyDown(list(), { key: "End" });
    await waitFor(() => expect(walked().at(-1)).toBe("third"));
  });

  test("reaches the list at one place: the selected row, or the first", async () => {
    await showWindow(three());
    const stops = () => screen.getAllByRole("option").filter((option) => option.tabIndex === 0);
    expect(stops().map((option) => option.dataset.conversation)).toEqual(["first"]);
    fireEvent.keyDown(list(), { key: "End" });
    expect(stops().map((option) => option.dataset.conversation)).toEqual(["third"]);
    await waitFor(() => expect(document.activeElement).toBe(stops()[0]));
  });

  test("the next that needs an answer is one key away", async () => {
    const desk = await showWindow(three());
    for (let press = 0; press < 3; press += 1) fireEvent.keyDown(document.body, { key: "j", ctrlKey: true });
    await waitFor(() =>
      expect(desk.called("Focus").map(([, id]) => id)).toEqual(["first", "second", "first"]),
    );
  });
});

test("a selection that was refused goes back to what is shown", async () => {
  const shown = state({ session: reading([message(1, "One")]) });
  shown.session?.conversations.push(item("diego"));
  const desk = await showWindow(shown);
  desk.refuse("Focus", "not_found: it is gone");
  const [sophie, diego] = screen.getAllByRole("option");
  fireEvent.click(diego as HTMLElement);
  expect(diego?.getAttribute("aria-selected")).toBe("true");
  await waitFor(() => expect(sophie?.getAttribute("aria-selected")).toBe("true"));
});

const showing = (more: Partial<Item>, around: Partial<Session> = {}) =>
  showWindow(state({ session: session({ conversations: [item("amel", more)], ...around }) }));
const row = () => screen.getByRole("option");
const signal = () => row().querySelector(".item-signal")?.textContent;
const late = () => row().querySelector(".item-line time")?.textContent;

test("a row is read as one sentence", async () => {
  await showing({ members: [member(colleague)], waitingSince: ago(1) });
  expect(
    screen.getByRole("option", {
      name: "amel , unread, waiting, 2 minutes left, With Jonas Weber, Line of amel",
    }),
  ).toBeTruthy();
});

describe("a wait", () => {
  const slice = () => row().querySelector(".slice")?.getAttribute("stroke-dasharray");

  test("counts down to when it is missed, and presses from T1 on", async () => {
    await showing({ waitingSince: now });
    expect(signal()).toBe("3:00");
    expect(slice()).toBe("1 1");
    await vi.advanceTimersByTimeAsync(45_000);
    expect(signal()).toBe("2:15");
    expect(slice()).toBe("0.75 1");
    expect(row().querySelector(".pressing")).toBeNull();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(row().querySelector(".pressing")).toBeTruthy();
    await vi.advanceTimersByTimeAsync(200_000);
    expect(signal()).toBe("0:00");
    expect(slice()).toBe("0 1");
  });

  test.each([
    ["three minutes ahead", 3],
    ["three minutes behind", -3],
  ])("counts by the hub's clock, which is %s of this computer's", async (_, minutes) => {
    const skew = minutes * 60_000;
    await showing({ waitingSince: now + skew }, { skew });
    expect(signal()).toBe("3:00");
    await vi.advanceTimersByTimeAsync(45_000);
    expect(signal()).toBe("2:15");
  });

  test("is as old as the hub's clock says", async () => {
    const skew = 3 * 60_000;
    await showing({ state: "owned", waitingSince: ago(7) + skew }, { skew });
    expect(signal()).toBe("7 min");
  });

  test("has no figures without a link", async () => {
    await showing({ waitingSince: now }, { link: { phase: "lost", since: now } });
    expect(signal()).toBe("waiting");
    expect(row().textContent).toContain("waiting since 14:26");
  });

  test("that is a colleague's own counts nothing down", async () => {
    await showing({ state: "owned", group: "colleagues", waitingSince: ago(1) });
    expect(signal()).toBe("19 min");
  });

  test("that is the agent's own counts nothing down", async () => {
    await showing({ state: "owned", waitingSince: now });
    expect(signal()).toBe("waiting");
    await vi.advanceTimersByTimeAsync(300_000);
    expect(signal()).toBe("5 min");
  });

  test("is not read again every second while the row has the focus", async () => {
    await showing({ waitingSince: now });
    row().focus();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(row().textContent).toContain("waiting, 3 minutes left");
    row().blur();
    expect(row().textContent).toContain("waiting, 2 minutes left");
  });
});

test.each([
  ["missed", "Missed", "missed, waiting since 14:16"],
  ["offline", "Message", "offline message of 14:16"],
] as const)("%s has a chip, and the time below", async (waits, chip, spoken) => {
  await showing({ state: waits, waitingSince: ago(10) });
  expect(signal()).toBe(chip);
  expect(late()).toBe("14:16");
  expect(row().textContent).toContain(spoken);
});

test("of a long group only a part is in the page", async () => {
  const conversations = Array.from({ length: 500 }, (_, index) => item(`c${index}`));
  await showWindow(state({ session: session({ conversations }) }));
  expect(screen.queryAllByRole("option").length).toBeLessThan(100);
});

describe("a conversation that is missed", () => {
  const spoken = () => document.querySelector("[aria-live=assertive]")?.firstElementChild;
  const conversations = () => [
    item("amel", { waitingSince: ago(2) }),
    item("diego", { waitingSince: ago(2) }),
    item("emil", { state: "missed", waitingSince: ago(9) }),
  ];
  /** The desk tells that conversations stand in another way. */
  const turn = (desk: Awaited<ReturnType<typeof showWindow>>, state: Item["state"], ...ids: string[]) =>
    desk.push((next) => {
      for (const one of next.session?.conversations ?? []) if (ids.includes(one.id)) one.state = state;
    });

  test("is spoken at once, once, and not because it is missed already", async () => {
    const desk = await showWindow(state({ session: session({ conversations: conversations() }) }));
    expect(spoken()).toBeNull();
    await turn(desk, "missed", "amel");
    const said = spoken();
    expect(said?.textContent).toBe("amel@post.example: missed, nobody has answered.");
    await turn(desk, "owned", "diego");
    expect(spoken()).toBe(said);
  });

  test("is spoken together with others, and again when it is missed again", async () => {
    const desk = await showWindow(state({ session: session({ conversations: conversations() }) }));
    await turn(desk, "missed", "amel", "diego");
    const said = spoken();
    expect(said?.textContent).toMatch(/^amel.* diego@post\.example: missed/);
    await turn(desk, "waiting", "emil");
    await turn(desk, "missed", "emil");
    expect(spoken()?.textContent).toBe("emil@post.example: missed, nobody has answered.");
  });

  test("that comes into the list as such is not spoken", async () => {
    const desk = await showWindow(state({ session: session({ conversations: conversations() }) }));
    await desk.push((next) => {
      next.session?.conversations.push(item("late", { state: "missed", waitingSince: ago(9) }));
    });
    expect(spoken()).toBeNull();
  });

  test("is spoken while the settings are shown", async () => {
    const desk = await showWindow(state({ session: session({ conversations: conversations() }) }));
    fireEvent.click(screen.getByRole("button", { name: "Settings" }));
    await turn(desk, "missed", "amel");
    expect(spoken()?.textContent).toMatch(/^amel/);
  });
});
