import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { describe, expect, test, vi } from "vitest";
import type { State } from "../../shared/local.ts";
import { settle, showWindow } from "../testing/desk.tsx";
import { session, state } from "../testing/state.ts";

const show = (more: Partial<State>) => showWindow(state({ session: null, ...more }));
const write = (label: string, value: string) =>
  fireEvent.input(screen.getByLabelText(label), { target: { value } });

describe("the first start", () => {
  test("is filled in: one press is enough, and a second one changes nothing", async () => {
    const desk = await show({ stage: "welcome" });
    fireEvent.click(screen.getByRole("button", { name: "Start" }));
    fireEvent.click(screen.getByRole("button", { name: "Start" }));
    await settle();
    expect(desk.called("Start")).toEqual([["Start", { name: "Ana Berger", site: "My website" }]]);
  });

  test("says why it could not be done, and can be pressed again", async () => {
    const desk = await show({ stage: "welcome" });
    desk.refuse("Start", "unavailable: the disk is full");
    fireEvent.click(screen.getByRole("button", { name: "Start" }));
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toBe("That is not possible right now. Try again in a moment.");
    expect(alert.querySelector("[title]")?.getAttribute("title")).toBe("the disk is full");
    fireEvent.click(screen.getByRole("button", { name: "Start" }));
    await waitFor(() => expect(desk.called("Start")).toHaveLength(2));
  });

  test("leads to a team's hub, too", async () => {
    const desk = await show({ stage: "welcome" });
    fireEvent.click(screen.getByLabelText(/On our team’s hub/));
    write("Address of the hub", "hub.shop.example");
    write("E-mail address", "ana@shop.example");
    write("Password", "correct horse");
    fireEvent.click(screen.getByRole("button", { name: "Sign in" }));
    await waitFor(() =>
      expect(desk.called("SignIn")).toEqual([
        ["SignIn", { hub: "https://hub.shop.example", email: "ana@shop.example", password: "correct horse" }],
      ]),
    );
  });
});

describe("signing in", () => {
  const signIn = () =>
    show({
      stage: "signin",
      proposed: { name: "", site: "", hub: "http://127.0.0.1:8090", email: "ana@shop.example" },
    });

  test.each([
    ["unauthorized: unknown", true, "The e-mail address or the password is wrong."],
    [
      "unavailable: the hub cannot be reached: dial tcp: connection refused",
      true,
      "No hub answers. Check its address and your connection to the network.",
    ],
    [
      "unavailable: the hub cannot be reached: dial tcp: lookup hub.example",
      false,
      "This computer has no network, so the hub cannot be reached. Connect it, then try again.",
    ],
    ["busy: too many attempts", true, "Too many attempts. Wait a minute, then try again."],
    [
      'invalid: "hub" is not the address of a hub',
      true,
      "Check the address of the hub, which begins with https://, and the e-mail address.",
    ],
    [
      "internal: a fault",
      true,
      "Something went wrong. Try again; if that does not help, quit Parley and start it again.",
    ],
  ])("refused with %s, with a network: %s", async (reason, network, words) => {
    const online = vi.spyOn(navigator, "onLine", "get").mockReturnValue(network);
    const desk = await signIn();
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Password")));
    desk.refuse("SignIn", reason);
    write("Password", "wrong");
    fireEvent.click(screen.getByRole("button", { name: "Sign in" }));
    expect((await screen.findByRole("alert")).textContent).toBe(words);
    expect(desk.called("SignIn")[0]?.[1]).toMatchObject({ hub: "http://127.0.0.1:8090" });
    online.mockRestore();
  });

  test("is not the only way: this computer is a place too", async () => {
    const desk = await signIn();
    const answer = desk.hold("UseBuiltin");
    const button = screen.getByRole("button", { name: "Use Parley on this computer only" });
    fireEvent.click(button);
    fireEvent.click(button);
    await waitFor(() => expect(desk.called("UseBuiltin")).toHaveLength(1));
    answer.reject("unavailable: the disk is full");
    expect((await screen.findByRole("alert")).textContent).toContain("not possible right now");
  });
});

test("the language is chosen before anything else", async () => {
  const desk = await show({ stage: "welcome" });
  await desk.push((next) => {
    next.system.language = "fr";
  });
  expect(await screen.findByRole("heading", { name: "Bienvenue dans Parley" })).toBeTruthy();
});

describe("trouble", () => {
  const disk = { code: "unavailable", message: "create data folder: no space left on device" } as const;
  const bar = () => screen.queryByRole("region", { name: "Trouble" });

  test.each([
    ["welcome", { stage: "welcome", session: null }],
    ["signin", { stage: "signin", session: null }],
    ["inbox", { stage: "inbox", session: session() }],
    ["starting", { stage: "starting", session: null }],
  ] as const)("stands on every page: %s", async (_, more) => {
    const desk = await show({ stage: "welcome" });
    await desk.push((next) => Object.assign(next, more, { trouble: disk }));
    expect(bar()?.textContent).toContain("Parley cannot use something it needs: its disk");
    expect(within(bar() as HTMLElement).getByText(disk.message).lang).toBe("en");
  });

  test("stands beside what is said of the link", async () => {
    await showWindow(
      state({
        trouble: disk,
        session: session({ link: { phase: "refused", since: 0, reason: "outdated" } }),
      }),
    );
    expect(bar()).toBeTruthy();
    expect(screen.getByRole("region", { name: "Link to the hub" })).toBeTruthy();
  });

  test("is dismissed until there is another", async () => {
    const desk = await show({ stage: "welcome", trouble: disk });
    fireEvent.click(screen.getByRole("button", { name: "Dismiss" }));
    expect(bar()).toBeNull();
    await desk.push((next) => {
      next.stage = "inbox";
      next.session = session();
    });
    expect(bar()).toBeNull();
    await desk.push((next) => {
      next.trouble = { code: "conflict", message: "settings.json was written by a newer Parley" };
    });
    expect(bar()?.textContent).toContain("This data belongs to a newer Parley. Update this one.");
  });

  test("at the start can be tried away, or left", async () => {
    const desk = await show({ stage: "welcome" });
    await desk.push((next) => Object.assign(next, { stage: "starting", trouble: disk }));
    fireEvent.click(await screen.findByRole("button", { name: "Try again" }));
    await waitFor(() => expect(desk.called("StartAgain")).toHaveLength(1));
    fireEvent.click(screen.getByRole("button", { name: "Quit Parley" }));
    await waitFor(() => expect(desk.called("Quit")).toHaveLength(1));
  });

  test("there is none while the desk starts as it should", async () => {
    const desk = await show({ stage: "welcome" });
    await desk.push((next) => {
      next.stage = "starting";
    });
    expect(await screen.findByText("Starting")).toBeTruthy();
    expect(screen.queryByRole("button")).toBeNull();
  });
});
