import { fireEvent, screen, waitFor } from "@solidjs/testing-library";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
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

test("a row is read as one sentence", async () => {
  const shown = item("amel", { members: [member(colleague)], waitingSince: ago(3) });
  await showWindow(state({ session: session({ conversations: [shown] }) }));
  expect(
    screen.getByRole("option", {
      name: "amel , unread, waiting since 14:23, With Jonas Weber, Line of amel",
    }),
  ).toBeTruthy();
});

test("of a long group only a part is in the page", async () => {
  const conversations = Array.from({ length: 500 }, (_, index) => item(`c${index}`));
  await showWindow(state({ session: session({ conversations }) }));
  expect(screen.queryAllByRole("option").length).toBeLessThan(100);
});
