import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { AskParams, Band, Coverage, Hours, Lane, Millis, Mode, Session } from "../../shared/local.ts";
import { choose } from "../testing/choose.ts";
import { settle, showWindow } from "../testing/desk.tsx";
import { colleague, me, now, session, state } from "../testing/state.ts";

beforeEach(() => {
  vi.useFakeTimers({ now, shouldAdvanceTime: true });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const none = (): Hours => ({ zone: "", week: Array.from({ length: 7 }, () => []), dates: [] });

/** The instant at which the clock here shows an hour of a day of November 2026. */
const on = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).getTime();

/** What runs when, of each agent. */
type Runs = Record<string, [Millis, Millis][]>;

/** Ana from 8 to 12:30, Jonas from 13:15 to 18, on Tuesday; nothing else. */
const tuesday = (): Runs => ({
  [me.id]: [[on(24, 8), on(24, 12, 30)]],
  [colleague.id]: [[on(24, 13, 15), on(24, 18)]],
});

/** A hub that plans what runs, as far as one gap after the other needs it. */
function plan(path: string, runs: Runs, quiet: Mode): Coverage {
  const asked = new URL(path, "http://hub").searchParams;
  const from = Number(asked.get("from"));
  const to = from + Number(asked.get("days")) * 24 * 3_600_000;
  const cuts = [from, ...Object.values(runs).flat(2), to].filter((at) => at >= from && at <= to).sort();
  const bands: Band[] = [];
  for (const [index, begin] of cuts.entries()) {
    const end = cuts[index + 1];
    if (end === undefined || begin === end) continue;
    const agents = Object.keys(runs).filter((id) => runs[id]?.some(([a, b]) => a <= begin && begin < b));
    bands.push({ from: begin, to: end, mode: agents.length > 0 ? "live" : quiet, agents });
  }
  const lanes: Lane[] = Object.entries(runs).map(([agent, spans]) => ({
    agent,
    zone: spans.length > 0 ? zone : "",
    runs: spans.map(([a, b]) => ({ from: a, to: b })),
  }));
  return { from, to, bands, gaps: bands.filter((band) => band.mode !== "live"), lanes };
}

async function show(more: Partial<Session> = {}, runs: Runs = tuesday(), quiet: Mode = "messenger") {
  const desk = await showWindow(state({ session: session(more) }));
  const hub = { runs, others: none() };
  desk.answer(({ method, path, body }: AskParams) => {
    if (path.startsWith("/site/coverage")) return plan(path, hub.runs, quiet);
    if (method === "PUT") hub.others = body as Hours;
    return hub.others;
  });
  fireEvent.click(screen.getByRole("button", { name: "Settings" }));
  fireEvent.click(screen.getByRole("button", { name: "Coverage" }));
  await screen.findByRole("region", { name: "Agents" });
  /** What the hub was asked to change. */
  const puts = () =>
    desk
      .called("Ask")
      .map(([, params]) => params as AskParams)
      .filter(({ method }) => method === "PUT");
  const paths = () => desk.called("Ask").map(([, params]) => (params as AskParams).path);
  return { ...desk, hub, puts, paths };
}

const week = () => screen.getByRole("region", { name: /November|January|December/ });
const bands = () => [...week().querySelectorAll<HTMLButtonElement>(".band")];
const names = () => bands().map((band) => band.getAttribute("aria-label"));
const band = (name: string) => within(week()).getByRole("button", { name });
const gaps = () => within(screen.getByRole("region", { name: "Not covered" })).queryAllByRole("button");
const details = () => screen.getByRole("region", { name: "Selected time" });
const lunch = "Tuesday 12:30 to 13:15, Messenger, nobody planned";

describe("the week", () => {
  test("says of every band when it is, what visitors get and who is there", async () => {
    await show();
    expect(names()).toContain(lunch);
    expect(names()).toContain("Tuesday 08:00 to 12:30, Live, Ana Berger");
    expect(names()).toContain("Wednesday 00:00 to 24:00, Messenger, nobody planned");
    expect(band(lunch).className).toBe("band messenger");
    expect(band("Tuesday 08:00 to 12:30, Live, Ana Berger").className).toBe("band live");
    expect(within(week()).getByRole("img", { name: "Jonas Weber, Tuesday 13:15 to 18:00" })).toBeTruthy();
  });

  test("shows a hidden widget as such", async () => {
    await show({}, tuesday(), "hidden");
    fireEvent.click(band("Tuesday 12:30 to 13:15, Hidden, nobody planned"));
    expect(within(details()).getByText("Visitors see no chat.")).toBeTruthy();
    expect(bands().some((each) => each.classList.contains("hidden"))).toBe(true);
  });

  test("marks today, and now on it", async () => {
    await show();
    const today = week().querySelector(".today");
    expect(today?.textContent).toContain("Monday");
    expect(today?.querySelector(".now-line")).toBeTruthy();
    expect(week().querySelectorAll(".now-line")).toHaveLength(1);
  });

  test("goes on to the next and back to this one", async () => {
    const desk = await show();
    fireEvent.click(screen.getByRole("button", { name: "Next week" }));
    await waitFor(() => expect(names()).toHaveLength(7));
    const asked = new URL(desk.paths().at(-1) ?? "", "http://hub").searchParams;
    expect(Number(asked.get("from"))).toBe(on(29, 0));
    fireEvent.click(screen.getByRole("button", { name: "This week" }));
    await waitFor(() => expect(names()).toContain(lunch));
    expect(screen.queryByRole("button", { name: "This week" })).toBeNull();
  });

  test("in which the clock goes back keeps its hours where the clock shows them", async () => {
    vi.stubEnv("TZ", "Europe/Berlin");
    vi.setSystemTime(Date.parse("2026-10-21T12:00Z"));
    const sunday: Runs = { [me.id]: [[Date.parse("2026-10-25T08:00Z"), Date.parse("2026-10-25T16:00Z")]] };
    await show({}, sunday);
    const live = screen.getByRole("button", { name: "Sunday 09:00 to 17:00, Live, Ana Berger" });
    expect(Number.parseFloat(live.style.left)).toBeCloseTo((9 / 24) * 100);
    expect(Number.parseFloat(live.style.width)).toBeCloseTo((8 / 24) * 100);
  });

  test("is asked for again when the site changes", async () => {
    const desk = await show();
    desk.hub.runs = { ...tuesday(), [me.id]: [[on(24, 8), on(24, 13, 15)]] };
    await desk.push((next) => {
      if (next.session) next.session.siteRev += 1;
    });
    await waitFor(() => expect(names()).not.toContain(lunch));
    expect(names()).toContain("Tuesday 08:00 to 18:00, Live, Ana Berger, Jonas Weber");
  });
});

describe("the keyboard", () => {
  test("comes to one band and goes from there in all directions", async () => {
    await show();
    expect(bands().filter((each) => each.tabIndex === 0)).toEqual([bands()[0]]);
    bands()[0]?.focus();
    const press = (key: string) => fireEvent.keyDown(document.activeElement as HTMLElement, { key });
    const focused = () => document.activeElement?.getAttribute("aria-label");
    press("ArrowDown");
    press("ArrowRight");
    expect(focused()).toBe("Tuesday 08:00 to 12:30, Live, Ana Berger");
    press("ArrowRight");
    expect(focused()).toBe(lunch);
    expect(within(details()).getByText(/12:30–13:15: nobody has hours/)).toBeTruthy();
    expect(bands().filter((each) => each.tabIndex === 0)).toEqual([document.activeElement]);
    press("ArrowUp");
    expect(focused()).toBe("Monday 00:00 to 24:00, Messenger, nobody planned");
    press("ArrowUp");
    expect(focused()).toBe("Monday 00:00 to 24:00, Messenger, nobody planned");
  });

  test("goes from gap to gap in the list", async () => {
    await show();
    expect(gaps().map((gap) => gap.children[1]?.textContent)).toEqual([
      "Mon 00:00 – Tue 08:00",
      "Tue 12:30–13:15",
      "Tue 18:00 – Sun 24:00",
    ]);
    gaps()[0]?.focus();
    for (const key of ["ArrowUp", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp"])
      fireEvent.keyDown(document.activeElement as HTMLElement, { key });
    expect(document.activeElement).toBe(
      within(screen.getByRole("region", { name: "Not covered" })).getByRole("button", { name: lunch }),
    );
    expect(gaps()[1]?.getAttribute("aria-current")).toBe("true");
    expect(band(lunch).classList.contains("picked")).toBe(true);
  });
});

describe("what repeats in the list of gaps", () => {
  /** Ana from one hour to another on days of November. */
  const anaOn = (days: number[], from: number, to: number): Runs => ({
    [me.id]: days.map((day) => [on(day, from), on(day, to)]),
    [colleague.id]: [],
  });
  const all = [22, 23, 24, 25, 26, 27, 28, 29, 30];
  const lines = () => gaps().map((gap) => [...gap.children].slice(1).map((part) => part.textContent));

  test("is one line: every night", async () => {
    await show({}, anaOn(all, 9, 18));
    expect(lines()).toEqual([["Every night 18:00–09:00", "105 hr"]]);
    expect(gaps()[0]?.children[0]?.textContent).toBe("Every night 18:00 to 09:00, Messenger, nobody planned");
  });

  test("is not every night where the last one of the week is covered", async () => {
    const night: [Millis, Millis] = [on(29, 18), on(30, 9)];
    await show({}, { ...anaOn(all, 9, 18), [colleague.id]: [night] });
    expect(lines()).toEqual([
      ["Sun 18:00 – Mon 09:00", "9 hr"],
      ["Mon–Sat 18:00–09:00", "90 hr"],
    ]);
  });

  test("is one line: every day", async () => {
    const halves = all.flatMap((day): [Millis, Millis][] => [
      [on(day, 0), on(day, 12)],
      [on(day, 13), on(day, 24)],
    ]);
    await show({}, { [me.id]: halves });
    expect(lines()).toEqual([["Every day 12:00–13:00", "7 hr"]]);
  });

  test("is one line with its days", async () => {
    await show({}, anaOn([23, 24, 25, 26, 28, 29, 30], 9, 18));
    expect(lines()).toEqual([
      ["Mon 00:00–09:00", "9 hr"],
      ["Mon–Wed, Sat, Sun 18:00–09:00", "66 hr"],
      ["Thu 18:00 – Sat 09:00", "39 hr"],
    ]);
    expect(gaps()[1]?.children[0]?.textContent).toBe(
      "Monday to Wednesday, Saturday, and Sunday 18:00 to 09:00, Messenger, nobody planned",
    );
  });

  test("is picked at its next time, and filled night by night", async () => {
    vi.setSystemTime(on(25, 12));
    const desk = await show({}, anaOn(all, 9, 18));
    const line = () => gaps()[0] as HTMLElement;
    fireEvent.click(line());
    expect(within(details()).getByText(/^Wednesday.*18:00 – Thursday, 09:00: nobody has hours/)).toBeTruthy();
    expect(line().getAttribute("aria-current")).toBe("true");
    await choose(/^Agent /, "Jonas Weber");
    fireEvent.click(screen.getByRole("button", { name: "Put Jonas Weber on" }));
    await waitFor(() => expect(desk.puts()).toHaveLength(1));
    expect(desk.hub.others.dates).toEqual([{ date: "2026-11-25", slots: [{ start: 1080, end: 540 }] }]);

    desk.hub.runs = { ...desk.hub.runs, [colleague.id]: [[on(25, 18), on(26, 9)]] };
    await desk.push((next) => {
      if (next.session) next.session.siteRev += 1;
    });
    await waitFor(() => expect(line().textContent).toContain("Mon, Tue, Thu–Sun 18:00–09:00"));
    expect(line().hasAttribute("aria-current")).toBe(false);
    fireEvent.click(line());
    expect(within(details()).getByText(/^Thursday.*18:00 – Friday, 09:00/)).toBeTruthy();
  });

  test("stays on the night that was picked in the week", async () => {
    await show({}, anaOn(all, 9, 18));
    fireEvent.click(band("Friday 18:00 to 24:00, Messenger, nobody planned"));
    expect(gaps()[0]?.getAttribute("aria-current")).toBe("true");
    fireEvent.click(gaps()[0] as HTMLElement);
    expect(within(details()).getByText(/^Friday.*18:00 – Saturday, 09:00/)).toBeTruthy();
  });
});

describe("a gap", () => {
  test("is picked on all its days", async () => {
    await show();
    fireEvent.click(gaps()[2] as HTMLElement);
    expect(bands().filter((each) => each.classList.contains("picked"))).toHaveLength(6);
  });

  test("is filled by putting a colleague on that date", async () => {
    const desk = await show();
    fireEvent.click(band(lunch));
    await choose(/^Agent /, "Jonas Weber");
    fireEvent.click(screen.getByRole("button", { name: "Put Jonas Weber on" }));
    await waitFor(() => expect(desk.puts()).toHaveLength(1));
    expect(desk.puts()[0]?.path).toBe(`/site/agents/${colleague.id}/hours`);
    expect(desk.hub.others).toEqual({
      ...none(),
      zone,
      dates: [{ date: "2026-11-24", slots: [{ start: 750, end: 795 }] }],
    });
    expect(week().querySelector(".run.pending")).toBeTruthy();

    desk.hub.runs = { ...tuesday(), [colleague.id]: [[on(24, 12, 30), on(24, 18)]] };
    await desk.push((next) => {
      if (next.session) next.session.siteRev += 1;
    });
    const live = await within(week()).findByRole("button", {
      name: "Tuesday 08:00 to 18:00, Live, Ana Berger, Jonas Weber",
    });
    expect(live.classList.contains("picked")).toBe(true);
    expect(document.activeElement).toBe(live);
    expect(within(details()).queryByRole("button")).toBeNull();
    expect(week().querySelector(".run.pending")).toBeNull();
  });

  test("is filled in the hours that were read: of who was faster nothing is lost", async () => {
    const desk = await show();
    desk.hub.others = { ...none(), revision: "r1" };
    fireEvent.click(band(lunch));
    await choose(/^Agent /, "Jonas Weber");
    fireEvent.click(screen.getByRole("button", { name: "Put Jonas Weber on" }));
    await waitFor(() => expect(desk.puts()).toHaveLength(1));
    expect(desk.puts()[0]?.body).toMatchObject({ revision: "r1" });
  });

  test("is filled every week, and in part", async () => {
    const desk = await show();
    fireEvent.click(band(lunch));
    await choose(/^Agent /, "Jonas Weber");
    await choose(/^How often /, "Every week");
    fireEvent.change(screen.getByRole("textbox", { name: "To" }), { target: { value: "13" } });
    fireEvent.click(screen.getByRole("button", { name: "Put Jonas Weber on" }));
    await waitFor(() => expect(desk.puts()).toHaveLength(1));
    expect(desk.hub.others.week[1]).toEqual([{ start: 750, end: 780 }]);
    expect(desk.hub.others.dates).toEqual([]);
  });

  test("of several days is filled on the day that was picked", async () => {
    const desk = await show();
    fireEvent.click(band("Friday 00:00 to 24:00, Messenger, nobody planned"));
    await choose(/^Agent /, "Jonas Weber");
    fireEvent.click(screen.getByRole("button", { name: "Put Jonas Weber on" }));
    await waitFor(() => expect(desk.puts()).toHaveLength(1));
    expect(desk.hub.others.dates).toEqual([{ date: "2026-11-27", slots: [{ start: 0, end: 0 }] }]);
  });

  test("is filled with one's own hours through the session", async () => {
    const desk = await show();
    fireEvent.click(band(lunch));
    fireEvent.click(screen.getByRole("button", { name: "Add to my hours" }));
    await waitFor(() => expect(desk.called("SetHours")).toHaveLength(1));
    expect(desk.called("SetHours")[0]?.[1]).toEqual({
      ...none(),
      zone,
      dates: [{ date: "2026-11-24", slots: [{ start: 750, end: 795 }] }],
    });
    expect(desk.puts()).toEqual([]);
  });

  test("is a plain agent's to fill with own hours alone", async () => {
    await show({ agent: { id: me.id, name: me.name, email: "", role: "agent" } });
    fireEvent.click(band(lunch));
    expect(screen.queryByRole("button", { name: /^Agent/ })).toBeNull();
    expect(screen.getByRole("button", { name: "Add to my hours" })).toBeTruthy();
  });

  test("that could not be filled stays, and it says why", async () => {
    const desk = await show();
    fireEvent.click(band(lunch));
    await choose(/^Agent /, "Jonas Weber");
    desk.refuse("Ask", "forbidden: only owners and admins of the site may do this");
    fireEvent.click(screen.getByRole("button", { name: "Put Jonas Weber on" }));
    expect((await screen.findByRole("alert")).textContent).toContain("You may not do that");
    await settle();
    expect(week().querySelector(".run.pending")).toBeNull();
    expect(screen.getByRole("button", { name: "Put Jonas Weber on" }).hasAttribute("disabled")).toBe(false);
  });

  test("for which there is no room is not sent", async () => {
    const desk = await show();
    desk.hub.others = {
      ...none(),
      zone,
      week: [
        [],
        Array.from({ length: 8 }, (_, hour) => ({ start: hour * 60, end: hour * 60 + 30 })),
        [],
        [],
        [],
        [],
        [],
      ],
    };
    fireEvent.click(band(lunch));
    await choose(/^Agent /, "Jonas Weber");
    fireEvent.click(screen.getByRole("button", { name: "Put Jonas Weber on" }));
    expect(await screen.findByText("Jonas Weber has no room for these hours.")).toBeTruthy();
    expect(desk.puts()).toEqual([]);
    expect(week().querySelector(".run.pending")).toBeNull();
  });

  test("that has passed cannot be filled", async () => {
    vi.setSystemTime(on(25, 9));
    await show();
    fireEvent.click(band(lunch));
    expect(within(details()).getByText("This time has passed.")).toBeTruthy();
    expect(within(details()).queryByRole("button")).toBeNull();
  });
});

describe("a group", () => {
  const sales = { id: "groupSales", name: "Sales", agents: [colleague.id] };

  test("has a plan of its own", async () => {
    const desk = await show({ groups: [sales] });
    await choose(/^Visitors of /, "Sales");
    await waitFor(() => expect(desk.paths().at(-1)).toMatch(/&group=groupSales$/));
    fireEvent.click(await within(week()).findByRole("button", { name: lunch }));
    expect(within(details()).getByText(/nobody of Sales has hours/)).toBeTruthy();
  });

  test("that one does not answer for is not one's own to cover", async () => {
    await show(
      { groups: [sales], agent: { id: me.id, name: me.name, email: "", role: "agent" } },
      {
        [colleague.id]: [[on(24, 13), on(24, 18)]],
      },
    );
    fireEvent.click(band("Tuesday 18:00 to 24:00, Messenger, nobody planned"));
    expect(within(details()).getByText("You do not answer for this group.")).toBeTruthy();
  });

  test("that is deleted gives way to the whole site", async () => {
    const desk = await show({ groups: [sales] });
    await choose(/^Visitors of /, "Sales");
    await waitFor(() => expect(desk.paths().at(-1)).toMatch(/&group=groupSales$/));
    await desk.push((next) => {
      if (next.session) next.session.groups = [];
    });
    await waitFor(() => expect(desk.paths().at(-1)).not.toContain("group="));
    expect(screen.queryByRole("button", { name: /^Visitors of/ })).toBeNull();
  });
});

describe("where there is nothing to plan", () => {
  test("it says that nobody has hours", async () => {
    await show({}, { [me.id]: [], [colleague.id]: [] });
    expect(screen.getByText("Nobody has hours, so nothing is planned.")).toBeTruthy();
    expect(screen.getAllByText("no hours")).toHaveLength(2);
    expect(gaps()).toHaveLength(1);
  });

  test("it says that every hour is covered", async () => {
    await show({}, { [me.id]: [[on(1, 0), on(30, 24)]] });
    expect(screen.getByText("Every hour of this week is covered.")).toBeTruthy();
    expect(gaps()).toEqual([]);
  });

  test("it says that the hub does not answer", async () => {
    const desk = await showWindow(state());
    desk.refuse("Ask", "unavailable: the hub cannot be reached");
    fireEvent.click(screen.getByRole("button", { name: "Settings" }));
    fireEvent.click(screen.getByRole("button", { name: "Coverage" }));
    expect(await screen.findByText("The hub does not answer, so there is no plan to show.")).toBeTruthy();
  });
});
