import { fireEvent, screen, waitFor } from "@solidjs/testing-library";
import { describe, expect, test } from "vitest";
import type { State } from "../../shared/local.ts";
import { settle, showWindow } from "../testing/desk.tsx";
import { state } from "../testing/state.ts";

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
    expect((await screen.findByRole("alert")).textContent).toContain("the disk is full");
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
  test("says plainly when the hub does not know the two", async () => {
    const desk = await show({
      stage: "signin",
      proposed: { name: "", site: "", hub: "http://127.0.0.1:8090", email: "ana@shop.example" },
    });
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Password")));
    desk.refuse("SignIn", "unauthorized: unknown");
    write("Password", "wrong");
    fireEvent.click(screen.getByRole("button", { name: "Sign in" }));
    expect((await screen.findByRole("alert")).textContent).toBe(
      "The e-mail address or the password is wrong.",
    );
    expect(desk.called("SignIn")[0]?.[1]).toMatchObject({ hub: "http://127.0.0.1:8090" });
  });
});

test("the language is chosen before anything else", async () => {
  const desk = await show({ stage: "welcome" });
  await desk.push((next) => {
    next.system.language = "fr";
  });
  expect(await screen.findByRole("heading", { name: "Bienvenue dans Parley" })).toBeTruthy();
});

test("a desk that cannot start says what keeps it", async () => {
  await showWindowStarting("create data folder: permission denied");
  expect(await screen.findByText(/permission denied/)).toBeTruthy();
});

async function showWindowStarting(trouble: string) {
  const desk = await show({ stage: "welcome" });
  await desk.push((next) => {
    next.stage = "starting";
    next.trouble = trouble;
  });
}
