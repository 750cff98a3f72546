import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Hours, Session } from "../../shared/local.ts";
import { settle, showWindow } from "../testing/desk.tsx";
import { colleague, hours, now, session, state } from "../testing/state.ts";

beforeEach(() => {
  vi.useFakeTimers({ now, shouldAdvanceTime: true });
});
afterEach(() => {
  vi.useRealTimers();
});

async function show(more: Partial<Session> = { hours }) {
  const desk = await showWindow(state({ session: session(more) }));
  fireEvent.click(screen.getByRole("button", { name: "Settings" }));
  fireEvent.click(screen.getByRole("button", { name: "Availability" }));
  /** The hours that were sent, the newest last. */
  const sent = async (count = 1) => {
    await waitFor(() => expect(desk.called("SetHours")).toHaveLength(count));
    return desk.called("SetHours").at(-1)?.[1] as Hours;
  };
  return { ...desk, sent };
}

const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const slots = (day: string) => screen.getAllByRole("slider", { name: day });
const first = (day: string) => slots(day)[0] as HTMLElement;
const times = (day: string) => slots(day).map((slot) => slot.getAttribute("aria-valuetext"));
const field = (name: string) => screen.getAllByRole("textbox", { name })[0] as HTMLInputElement;
const write = (name: string, value: string) => fireEvent.change(field(name), { target: { value } });
const midday = { start: 540, end: 750 };
const afternoon = { start: 795, end: 1020 };

describe("hours", () => {
  test("begin with office hours where the computer is", async () => {
    const desk = await show({});
    expect(screen.getByText("You have no hours.")).toBeTruthy();
    press("Set hours");
    const sent = await desk.sent();
    expect(sent.zone).toBe(hours.zone);
    expect(sent.week.map((day) => day.length)).toEqual([1, 1, 1, 1, 1, 0, 0]);
    expect(times("Monday")).toEqual(["09:00–17:00"]);
  });

  test.each([
    ["at midnight", 0, "0%"],
    ["in the afternoon", 15, "62.5%"],
  ])("show now on today %s", async (_, hour, left) => {
    vi.setSystemTime(new Date(2026, 10, 23, hour));
    await show();
    const lines = document.querySelectorAll<HTMLElement>(".day-row .now-line");
    expect([...lines].map((line) => line.style.left)).toEqual([left]);
  });

  test("are given up whole", async () => {
    const desk = await show();
    press("Remove hours");
    const sent = await desk.sent();
    expect(sent.week.flat()).toEqual([]);
    expect(sent.dates).toEqual([]);
    expect(screen.getByRole("button", { name: "Set hours" })).toBeTruthy();
  });

  test("that are refused go back, and it says why", async () => {
    const desk = await show();
    desk.refuse("SetHours", "invalid: the slots overlap");
    press("Today off");
    expect(screen.getByRole("button", { name: "Work today after all" })).toBeTruthy();
    expect((await screen.findByRole("alert")).textContent).toContain("The hub does not take these hours");
    expect(screen.getByRole("button", { name: "Today off" })).toBeTruthy();
  });

  test("that somebody else has changed meanwhile stay as they were changed here until the others are loaded", async () => {
    const desk = await show({ hours: { ...hours, revision: "r1" } });
    desk.refuse("SetHours", "conflict (revision): it was changed in the meantime");
    write("Monday, from", "8");
    const says = await screen.findByRole("alert");
    expect(says.textContent).toContain("Somebody else has changed this in the meantime.");
    expect((await desk.sent()).revision).toBe("r1");
    await desk.push((next) => {
      const monday = [{ start: 600, end: 720 }];
      if (next.session) next.session.hours = { ...hours, week: hours.week.with(0, monday), revision: "r2" };
    });
    expect(times("Monday")[0]).toBe("08:00–12:30");
    press("Load what is there now");
    expect(times("Monday")).toEqual(["10:00–12:00"]);
    expect(screen.queryByRole("alert")).toBeNull();
    write("Monday, to", "13");
    expect((await desk.sent(2)).revision).toBe("r2");
  });

  test("that the session tells before they are confirmed are those the next change is made to", async () => {
    const desk = await show({ hours: { ...hours, revision: "r1" } });
    const answer = desk.hold("SetHours");
    write("Monday, from", "8");
    await desk.sent();
    await desk.push((next) => {
      const monday = [{ start: 480, end: 750 }, afternoon];
      if (next.session) next.session.hours = { ...hours, week: hours.week.with(0, monday), revision: "r2" };
    });
    answer.resolve();
    await settle();
    write("Monday, from", "7");
    expect((await desk.sent(2)).revision).toBe("r2");
  });

  test("that somebody else has changed meanwhile are not the next one's who signs in", async () => {
    const desk = await show({ hours: { ...hours, revision: "r1" } });
    desk.refuse("SetHours", "conflict (revision): it was changed in the meantime");
    write("Monday, from", "8");
    await screen.findByRole("alert");
    await desk.push((next) => {
      next.session = null;
    });
    await desk.push((next) => {
      next.session = session({ agent: { ...colleague }, hours: { ...hours, revision: "r3" } });
    });
    fireEvent.click(screen.getByRole("button", { name: "Settings" }));
    fireEvent.click(screen.getByRole("button", { name: "Availability" }));
    expect(times("Monday")[0]).toBe("09:00–12:30");
    expect(screen.queryByRole("alert")).toBeNull();
  });

  test("that were still to be stored are not stored for the next one who signs in", async () => {
    const desk = await show();
    const answer = desk.hold("SetHours");
    write("Monday, from", "8");
    write("Monday, from", "7");
    await desk.sent();
    await desk.push((next) => {
      next.session = null;
    });
    await desk.push((next) => {
      next.session = session({ agent: { ...colleague }, hours });
    });
    answer.resolve();
    await settle();
    expect(desk.called("SetHours")).toHaveLength(1);
    fireEvent.click(screen.getByRole("button", { name: "Settings" }));
    fireEvent.click(screen.getByRole("button", { name: "Availability" }));
    expect(times("Monday")[0]).toBe("09:00–12:30");
  });

  test("that are not confirmed are dashed, the others not", async () => {
    const desk = await show();
    desk.hold("SetHours");
    write("Monday, from", "8");
    await waitFor(() => expect(times("Monday")[0]).toBe("08:00–12:30"));
    expect(slots("Monday").map((slot) => slot.classList.contains("pending"))).toEqual([true, false]);
  });

  test("are added up", async () => {
    await show();
    expect(screen.getByText("15 hr 15 min a week")).toBeTruthy();
  });
});

describe("a slot", () => {
  test.each([
    ["an arrow moves it", { key: "ArrowRight" }, { start: 555, end: 765 }],
    ["another moves it back", { key: "ArrowLeft" }, { start: 525, end: 735 }],
    ["with Shift its end", { key: "ArrowRight", shiftKey: true }, { start: 540, end: 765 }],
  ])("%s; it is saved once the key is let go", async (_, key, slot) => {
    const desk = await show();
    fireEvent.keyDown(first("Monday"), key);
    expect(desk.called("SetHours")).toEqual([]);
    fireEvent.keyUp(first("Monday"), key);
    expect((await desk.sent()).week[0]).toEqual([slot, afternoon]);
  });

  test("a key that is held saves once", async () => {
    const desk = await show();
    for (let times = 0; times < 4; times += 1) fireEvent.keyDown(first("Monday"), { key: "ArrowLeft" });
    fireEvent.keyUp(first("Monday"), { key: "ArrowLeft" });
    expect((await desk.sent()).week[0]?.[0]).toEqual({ start: 480, end: 690 });
  });

  test("that cannot be moved any further is not saved", async () => {
    const desk = await show();
    const second = slots("Monday")[1] as HTMLElement;
    write("Monday, to", "13:15");
    await desk.sent();
    fireEvent.keyDown(second, { key: "ArrowLeft" });
    fireEvent.keyUp(second, { key: "ArrowLeft" });
    expect(desk.called("SetHours")).toHaveLength(1);
  });

  test("Delete removes it and goes to the next", async () => {
    const desk = await show();
    first("Monday").focus();
    fireEvent.keyDown(first("Monday"), { key: "Delete" });
    expect((await desk.sent()).week[0]).toEqual([afternoon]);
    expect(document.activeElement).toBe(first("Monday"));
  });

  test("is dragged as a whole and by its ends, and Escape lets it go back", async () => {
    const desk = await show();
    const slot = first("Monday");
    const bar = slot.parentElement as HTMLElement;
    bar.getBoundingClientRect = () => ({ width: 960 }) as DOMRect; // 10 px are a step
    slot.setPointerCapture = () => {};
    const drag = (from: Element, pixels: number) => {
      fireEvent.pointerDown(from, { button: 0, clientX: 100 });
      fireEvent.pointerMove(slot, { clientX: 100 + pixels });
    };
    drag(slot, 14);
    expect(times("Monday")[0]).toBe("09:15–12:45");
    fireEvent.keyDown(slot, { key: "Escape" });
    expect(times("Monday")[0]).toBe("09:00–12:30");
    fireEvent.pointerUp(slot);
    expect(desk.called("SetHours")).toEqual([]);
    drag(slot.querySelector("[data-part=start]") as Element, -20);
    fireEvent.pointerUp(slot);
    expect((await desk.sent()).week[0]?.[0]).toEqual({ start: 510, end: 750 });
  });

  test("over midnight says where it goes, and goes on in the next row", async () => {
    await show();
    expect(screen.getByText("into Friday")).toBeTruthy();
    expect(document.querySelectorAll(".day-row:nth-child(5) .slot-rest")).toHaveLength(1);
    expect(screen.queryByRole("slider", { name: "Friday" })).toBeNull();
  });
});

describe("the fields of a day", () => {
  test("save what is written", async () => {
    const desk = await show();
    write("Monday, to", "1145");
    expect((await desk.sent()).week[0]).toEqual([{ start: 540, end: 705 }, afternoon]);
  });

  test.each([
    ["what is no time", "noon", ""],
    ["what overlaps", "13:30", "Monday already has hours at that time."],
  ])("go back over %s", async (_, value, why) => {
    const desk = await show();
    write("Monday, to", value);
    expect(field("Monday, to").value).toBe("12:30");
    expect(desk.called("SetHours")).toEqual([]);
    expect(screen.queryAllByText(why || "already has hours")).toHaveLength(why ? 1 : 0);
  });

  test("are added and removed", async () => {
    const desk = await show();
    press("Add hours: Tuesday");
    expect((await desk.sent()).week[1]).toEqual([{ start: 540, end: 1020 }]);
    press("Remove 09:00–17:00: Tuesday");
    expect((await desk.sent(2)).week[1]).toEqual([]);
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Add hours: Tuesday" }));
  });
});

describe("a day is copied", () => {
  async function menu() {
    const trigger = screen.getByRole("button", { name: "Copy Monday to other days" });
    trigger.focus();
    fireEvent.keyDown(trigger, { key: "Enter" });
    await screen.findByRole("menu");
  }
  function choose(entry: HTMLElement) {
    fireEvent.pointerDown(entry, { button: 0, pointerType: "mouse" });
    fireEvent.pointerUp(entry, { button: 0, pointerType: "mouse" });
  }

  test.each([
    ["To all weekdays", [2, 2, 2, 2, 2, 0, 0]],
    ["To all days", [2, 2, 2, 2, 2, 2, 2]],
  ])("%s", async (name, counts) => {
    const desk = await show();
    await menu();
    choose(screen.getByRole("menuitem", { name }));
    expect((await desk.sent()).week.map((day) => day.length)).toEqual(counts);
  });

  test("to those that are ticked", async () => {
    const desk = await show();
    await menu();
    choose(screen.getByRole("menuitemcheckbox", { name: "Wednesday" }));
    choose(screen.getByRole("menuitemcheckbox", { name: "Saturday" }));
    expect(desk.called("SetHours")).toEqual([]);
    choose(screen.getByRole("menuitem", { name: "Copy to these" }));
    expect((await desk.sent()).week).toEqual([
      [midday, afternoon],
      [],
      [midday, afternoon],
      hours.week[3],
      [],
      [midday, afternoon],
      [],
    ]);
  });
});

describe("days that differ", () => {
  test("today is taken off, and that is taken back", async () => {
    const desk = await show();
    press("Today off");
    expect((await desk.sent()).dates[0]).toEqual({ date: "2026-11-23", slots: [] });
    press("Work today after all");
    expect((await desk.sent(2)).dates).toEqual(hours.dates);
  });

  test("are added off, get hours, and are removed", async () => {
    const desk = await show();
    fireEvent.input(screen.getByLabelText("Date"), { target: { value: "2026-12-01" } });
    press("Add a day off");
    expect((await desk.sent()).dates.map(({ date }) => date)).toEqual(["2026-12-01", "2026-12-24"]);
    press("Add hours: Tuesday, December 1");
    expect((await desk.sent(2)).dates[0]?.slots).toEqual([{ start: 540, end: 1020 }]);
    press("Back to the usual hours: Tuesday, December 1");
    expect((await desk.sent(3)).dates).toEqual(hours.dates);
  });

  test("are there once", async () => {
    await show();
    fireEvent.input(screen.getByLabelText("Date"), { target: { value: "2026-12-24" } });
    expect(screen.getByRole("button", { name: "Add a day off" }).hasAttribute("disabled")).toBe(true);
  });

  test("that have passed stand apart", async () => {
    await show({ hours: { ...hours, dates: [{ date: "2026-11-02", slots: [] }, ...hours.dates] } });
    const passed = screen.getByText("1 day has passed").closest("details") as HTMLElement;
    expect(within(passed).getByText("Monday, November 2")).toBeTruthy();
    expect(within(passed).queryByText("Thursday, December 24")).toBeNull();
  });
});

test("the time zone is chosen from those there are", async () => {
  const desk = await show();
  fireEvent.change(screen.getByLabelText("Time zone"), { target: { value: "Asia/Tokyo" } });
  expect(await desk.sent()).toEqual({ ...hours, zone: "Asia/Tokyo" });
});
