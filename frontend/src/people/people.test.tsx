import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { DeviceInfo, Role, State, StatusChange, Teammate } from "../../shared/local.ts";
import { settle, showWindow } from "../testing/desk.tsx";
import { ago, colleague, me, now, session, state } from "../testing/state.ts";

beforeEach(() => {
  vi.useFakeTimers({ now, shouldAdvanceTime: true });
});
afterEach(() => {
  vi.useRealTimers();
});

/** What the hub answers, by method and path; an error is what it refuses with. */
type Answers = Record<string, unknown>;

/** The settings, open on a page, at a team's hub. */
async function page(name: string, answers: Answers, more: Partial<State> = {}) {
  const desk = await showWindow(state({ system: { ...state().system, builtin: false }, ...more }));
  for (const [question, answer] of Object.entries(answers)) desk.hubSays(question, answer);
  fireEvent.click(screen.getByRole("button", { name: "Settings" }));
  fireEvent.click(screen.getByRole("button", { name }));
  return desk;
}

async function press(trigger: HTMLElement, role: "menuitem" | "menuitemradio" | "option", name: string) {
  trigger.focus();
  fireEvent.keyDown(trigger, { key: "Enter" });
  const entry = await screen.findByRole(role, { name });
  fireEvent.pointerDown(entry, { button: 0, pointerType: "mouse" });
  fireEvent.pointerUp(entry, { button: 0, pointerType: "mouse" });
  fireEvent.click(entry);
}

const changes: StatusChange[] = [
  { at: ago(10), status: "invisible", cause: "choice", by: { id: colleague.id, name: colleague.name } },
  { at: ago(60), status: "offline", cause: "idle", device: { id: "d", name: "Laptop" } },
  { at: ago(61), status: "online", cause: "choice" },
  { at: ago(24 * 60), status: "offline", cause: "disconnected", device: { id: "e", name: "" } },
];

describe("recent changes", () => {
  const rows = () => screen.getAllByRole("listitem").map((row) => row.textContent);

  test("say when, what, why and where, under their dates", async () => {
    await page("Recent changes", { "GET /me/changes": { changes } });
    await screen.findByText("by Jonas Weber");
    expect(rows()).toEqual([
      "14:16Invisible by Jonas Weber",
      "13:26Offline no activityLaptop",
      "13:25Online by you",
      "14:26Offline no computerA computer",
    ]);
    expect(screen.getByRole("heading", { name: "Sunday, November 22" })).toBeTruthy();
    expect(screen.queryByRole("heading", { name: /23/ })).toBeNull();
  });

  test("are asked for again when the status changes", async () => {
    const desk = await page("Recent changes", { "GET /me/changes": { changes: [] } });
    await screen.findByText("Nothing has changed yet.");
    desk.hubSays("GET /me/changes", { changes });
    await desk.push((next) => {
      if (next.session?.view) next.session.view.status = "invisible";
    });
    await screen.findByText("by Jonas Weber");
  });

  test("say so when the hub does not answer", async () => {
    await page("Recent changes", { "GET /me/changes": new Error("unavailable: no link") });
    await screen.findByText("The hub does not answer. What is here may be old.");
  });

  test("the newest stand below the sentence of Availability, with the way to all", async () => {
    await page("Availability", { "GET /me/changes": { changes } });
    await screen.findByText("by Jonas Weber");
    expect(rows()).toHaveLength(3);
    fireEvent.click(screen.getByRole("button", { name: "All changes" }));
    await screen.findByRole("heading", { name: "Recent changes", level: 1 });
    await waitFor(() => expect(rows()).toHaveLength(4));
  });

  test.each(["Availability", "Recent changes", "Devices"])("the status menu leads to %s", async (name) => {
    await showWindow(state());
    await press(screen.getByRole("button", { name: /Ana|Online/ }), "menuitem", name);
    await screen.findByRole("heading", { name, level: 1 });
  });
});

const device = (more: Partial<DeviceInfo>): DeviceInfo => ({
  id: "id",
  name: "Computer",
  connected: false,
  since: 0,
  signedIn: ago(600),
  ...more,
});

describe("devices", () => {
  const devices = [
    device({ id: "a", name: "Laptop", this: true, connected: true, since: ago(71), lastInput: ago(1) }),
    device({ id: "b", name: "Office", connected: true, idle: true, since: ago(300), lastInput: ago(45) }),
    device({ id: "c", name: "", since: ago(24 * 60) }),
    device({ id: "d", name: "Nightly report", program: true, signedIn: ago(30) }),
  ];

  test("say which one counts, which is forgotten, and which is this", async () => {
    await page("Devices", { "GET /me/devices": { devices } });
    await screen.findByText("Office");
    expect(screen.getAllByRole("listitem").map((row) => row.textContent)).toEqual([
      "LaptopThis computerIn use. Connected since 13:15, last input 14:25.",
      "OfficeConnected since 09:26, but nobody is at it: last input 13:41.Sign out",
      "A computerLocked, asleep, switched off or without a link since Nov 22, 14:26.Sign out",
      "Nightly reportA program, signed in since 13:56.Sign out",
    ]);
  });

  test("are signed out from here, and the list is asked for again", async () => {
    const desk = await page("Devices", { "GET /me/devices": { devices } });
    const button = await screen.findByRole("button", { name: "Sign out Office" });
    desk.hubSays("GET /me/devices", { devices: devices.toSpliced(1, 1) });
    button.focus();
    fireEvent.click(button);
    await waitFor(() => expect(screen.queryByText("Office")).toBeNull());
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Sign out A computer" }));
    expect(desk.changed()).toEqual([["DELETE /me/devices/b", undefined]]);
  });

  test("keep the focus when the list is asked for again", async () => {
    const desk = await page("Devices", { "GET /me/devices": { devices } });
    const button = await screen.findByRole("button", { name: "Sign out Office" });
    button.focus();
    desk.hubSays("GET /me/devices", { devices: devices.map((one) => ({ ...one, idle: true })) });
    await desk.push((next) => {
      if (next.session) next.session.siteRev += 1;
    });
    await screen.findByText(/^Connected since 13:15/);
    expect(document.activeElement).toBe(button);
  });

  test("that could not be signed out say so", async () => {
    await page("Devices", {
      "GET /me/devices": { devices },
      "DELETE /me/devices/b": new Error("unavailable: no link"),
    });
    fireEvent.click(await screen.findByRole("button", { name: "Sign out Office" }));
    expect((await screen.findByRole("alert")).textContent).toBe(
      "Could not be signed out. Try again in a moment.",
    );
  });

  test("of a built-in hub cannot be signed out", async () => {
    const only = device({ name: "Laptop", this: true, own: true, connected: true, since: ago(5) });
    await page("Devices", { "GET /me/devices": { devices: [only] } }, { system: state().system });
    await screen.findByText("Laptop");
    expect(screen.queryByRole("button", { name: /Sign out/ })).toBeNull();
  });
});

describe("the team", () => {
  const as = (role: Role) => ({
    session: session({ agent: { id: me.id, name: me.name, role }, agents: [{ ...me, role }, colleague] }),
  });
  const team: Teammate[] = [
    { ...me, email: "ana@shop.example", view: { status: "online", cause: "hours", since: ago(71) } },
    {
      ...colleague,
      email: "jonas@shop.example",
      view: {
        status: "offline",
        cause: "idle",
        since: ago(24),
        next: { at: ago(-60), status: "online", cause: "hours" },
      },
    },
  ];
  const answers = (more: Answers = {}): Answers => ({
    "GET /site/agents": { agents: team },
    "GET /site/invitations": { invitations: [] },
    ...more,
  });
  const row = async (name: string) => {
    const words = await screen.findByText(name, { selector: ".person-name > span" });
    return words.closest("li") as HTMLElement;
  };

  test("is there for a team only", async () => {
    await page("Devices", { "GET /me/devices": { devices: [] } }, { system: state().system });
    expect(screen.queryByRole("button", { name: "Team" })).toBeNull();
  });

  test("shows colleagues their names, roles and statuses, and nothing to change", async () => {
    const plain = [me, colleague].map(({ id, name, role, status }) => ({ id, name, role, status }));
    await page("Team", { "GET /site/agents": { agents: plain } }, as("agent"));
    const jonas = await row("Jonas Weber");
    expect(jonas.textContent).toContain("OfflineAgent");
    expect(within(jonas).queryAllByRole("button")).toEqual([]);
    expect(screen.queryByRole("heading", { name: "Invitations" })).toBeNull();
  });

  test("tells owners and admins why", async () => {
    await page("Team", answers(), as("admin"));
    await waitFor(async () =>
      expect((await row("Jonas Weber")).textContent).toContain(
        "Offline since 14:02, no activity. Next change 15:26.jonas@shop.example",
      ),
    );
  });

  const chosen = (minutes: number, toHours?: true) =>
    ({
      status: "invisible",
      cause: "choice",
      timed: { from: ago(10), until: ago(10 - minutes), toHours },
    }) as const;
  test.each([
    [
      { status: "offline", cause: "idle", idleAfter: 900 },
      "Offline since 14:16, no activity for 15 minutes.",
    ],
    [chosen(60), "Invisible since 14:16, by choice, for 1 hour."],
    [chosen(125), "Invisible since 14:16, by choice, until 16:21."],
    [chosen(60, true), "Invisible since 14:16, by choice, until the next hours."],
    [{ ...chosen(30), by: { id: me.id, name: "Ana" } }, "Invisible since 14:16, by Ana, for 30 minutes."],
  ] as const)("says for how long: %#", async (view, sentence) => {
    const agents = [{ ...colleague, view: { ...view, since: ago(10) } }];
    await page("Team", answers({ "GET /site/agents": { agents } }), as("admin"));
    await waitFor(async () => expect((await row("Jonas Weber")).textContent).toContain(sentence));
  });

  test("an admin switches a colleague's status, drawn dashed until the hub confirms it", async () => {
    const desk = await page("Team", answers(), as("admin"));
    const jonas = await row("Jonas Weber");
    await press(
      within(jonas).getByRole("button", { name: "Status of Jonas Weber" }),
      "menuitemradio",
      "Invisible",
    );
    expect(jonas.querySelector(".picture .status-mark.pending.invisible")).toBeTruthy();
    await waitFor(() =>
      expect(desk.changed()).toEqual([[`PUT /site/agents/${colleague.id}/status`, { status: "invisible" }]]),
    );
    await waitFor(() => expect(jonas.querySelector(".status-mark.pending")).toBeNull());
  });

  test("a role that is refused goes back and says why", async () => {
    const path = `PUT /site/agents/${colleague.id}`;
    const desk = await page("Team", answers({ [path]: new Error("forbidden: only owners") }), as("admin"));
    const jonas = await row("Jonas Weber");
    await press(within(jonas).getByRole("button", { name: /^Role of Jonas Weber/ }), "option", "Admin");
    expect((await within(jonas).findByRole("alert")).textContent).toBe("Only owners decide who is owner.");
    expect(desk.changed()).toEqual([[path, { role: "admin" }]]);
    await waitFor(() =>
      expect(within(jonas).getByRole("button", { name: /^Role of Jonas Weber/ }).textContent).toBe("Agent"),
    );
  });

  test("an admin cannot touch the role of an owner", async () => {
    const owner = { ...colleague, role: "owner" } as const;
    const one = session({ agent: { id: me.id, name: me.name, role: "admin" }, agents: [me, owner] });
    await page("Team", answers(), { session: one });
    const jonas = await row("Jonas Weber");
    expect(within(jonas).queryByRole("button", { name: /^Role of/ })).toBeNull();
  });

  test("recent changes of a colleague are shown below", async () => {
    const path = `GET /site/agents/${colleague.id}/changes`;
    await page("Team", answers({ [path]: { changes: changes.slice(2) } }), as("owner"));
    const jonas = await row("Jonas Weber");
    await press(
      within(jonas).getByRole("button", { name: "More about Jonas Weber" }),
      "menuitem",
      "Recent changes",
    );
    await within(jonas).findByText("by choice");
  });

  test("removing asks first", async () => {
    const desk = await page("Team", answers(), as("owner"));
    const jonas = await row("Jonas Weber");
    const open = () =>
      press(within(jonas).getByRole("button", { name: "More about Jonas Weber" }), "menuitem", "Remove");
    await open();
    const dialog = await screen.findByRole("dialog");
    expect(dialog.textContent).toContain("What Jonas Weber wrote stays.");
    expect(desk.changed()).toEqual([]);
    fireEvent.click(within(dialog).getByRole("button", { name: "Remove" }));
    await waitFor(() => expect(desk.changed()).toEqual([[`DELETE /site/agents/${colleague.id}`, undefined]]));
  });

  test("somebody who is not removed stays, and the question says why", async () => {
    const refused = new Error("unavailable: no link");
    await page("Team", answers({ [`DELETE /site/agents/${colleague.id}`]: refused }), as("owner"));
    const jonas = await row("Jonas Weber");
    await press(within(jonas).getByRole("button", { name: "More about Jonas Weber" }), "menuitem", "Remove");
    const dialog = within(await screen.findByRole("dialog"));
    fireEvent.click(dialog.getByRole("button", { name: "Remove" }));
    expect((await dialog.findByRole("alert")).textContent).toMatch(/^The hub does not answer/);
  });

  describe("invitations", () => {
    const invitation = {
      id: "inv",
      role: "agent",
      email: "dora@shop.example",
      by: { id: me.id, name: me.name },
      at: ago(1),
      expires: ago(-7 * 24 * 60),
    };
    const link = "https://hub.example/invite/#secret";
    const email = () => screen.getByLabelText("E-mail address (optional)");

    test("give a link to copy, once", async () => {
      const desk = await page(
        "Team",
        answers({ "POST /site/invitations": { invitation, link } }),
        as("admin"),
      );
      await screen.findByText("No invitation is open.");
      fireEvent.input(email(), { target: { value: " dora@shop.example " } });
      fireEvent.click(screen.getByRole("button", { name: "Make a link" }));
      const field = await screen.findByLabelText("Link of the invitation");
      expect((field as HTMLInputElement).value).toBe(link);
      expect(desk.changed()).toEqual([
        ["POST /site/invitations", { role: "agent", email: "dora@shop.example" }],
      ]);
      fireEvent.click(screen.getByRole("button", { name: "Copy" }));
      await screen.findByRole("button", { name: "Copied" });
      expect(desk.called("Copy")).toEqual([["Copy", link]]);
      fireEvent.click(screen.getByRole("button", { name: "Done" }));
      expect(screen.queryByLabelText("Link of the invitation")).toBeNull();
    });

    test.each([
      ["conflict: taken", "Somebody of the team has this e-mail address already."],
      ["invalid: no address", "This is not an e-mail address."],
      ["unavailable: no link", "The hub does not answer or cannot do this right now. Try again in a moment."],
    ])("refused with %j say why", async (reason, words) => {
      await page("Team", answers({ "POST /site/invitations": new Error(reason) }), as("admin"));
      fireEvent.click(await screen.findByRole("button", { name: "Make a link" }));
      expect((await screen.findByRole("alert")).textContent).toBe(words);
    });

    test("that are as many as can be open leave the form to who is typing there, without its button", async () => {
      const desk = await page("Team", answers(), as("admin"));
      fireEvent.input(await screen.findByLabelText("E-mail address (optional)"), {
        target: { value: "dora@shop.example" },
      });
      email().focus();
      desk.hubSays("GET /site/invitations", { invitations: [invitation], full: true });
      await desk.push((next) => {
        if (next.session) next.session.siteRev += 1;
      });
      await screen.findByText("No more invitations can be open at once. Revoke one to make another.");
      expect(document.activeElement).toBe(email());
      const go = screen.getByRole("button", { name: "Make a link" });
      expect(go.getAttribute("aria-disabled")).toBe("true");
      fireEvent.click(go);
      await settle();
      expect(desk.changed()).toEqual([]);
    });

    test("that are as many as can be open are told where somebody else was faster, until one is revoked", async () => {
      const desk = await page(
        "Team",
        answers({ "POST /site/invitations": new Error("conflict: the site has 100 open invitations") }),
        as("admin"),
      );
      const go = await screen.findByRole("button", { name: "Make a link" });
      desk.hubSays("GET /site/invitations", { invitations: [invitation], full: true });
      fireEvent.click(go);
      await screen.findByText("No more invitations can be open at once. Revoke one to make another.");
      expect(screen.queryByRole("alert")).toBeNull();
      desk.hubSays("GET /site/invitations", { invitations: [] });
      fireEvent.click(screen.getByRole("button", { name: "Revoke the invitation dora@shop.example" }));
      await waitFor(() => expect(go.getAttribute("aria-disabled")).toBe("false"));
    });

    test("that are open can be revoked", async () => {
      const all = answers({ "GET /site/invitations": { invitations: [invitation] } });
      const desk = await page("Team", all, as("admin"));
      await screen.findByText("Agent, by Ana Berger, until Nov 30, 14:26");
      desk.hubSays("GET /site/invitations", { invitations: [] });
      const revoke = screen.getByRole("button", { name: "Revoke the invitation dora@shop.example" });
      revoke.focus();
      fireEvent.click(revoke);
      await screen.findByText("No invitation is open.");
      expect(document.activeElement).toBe(screen.getByRole("button", { name: "Make a link" }));
      expect(desk.changed()).toEqual([["DELETE /site/invitations/inv", undefined]]);
    });
  });
});
