import { fireEvent, screen, waitFor } from "@solidjs/testing-library";
import { describe, expect, test } from "vitest";
import type { Role, SiteInForce } from "../../shared/local.ts";
import { choose } from "../testing/choose.ts";
import { settle, showWindow } from "../testing/desk.tsx";
import { session, state } from "../testing/state.ts";
import { colourOf } from "./ColourSetting.tsx";
import { originOf } from "./origin.ts";

const stored: SiteInForce = {
  name: "Lindqvist Bikes",
  origins: ["https://lindqvist.example"],
  quiet: "messenger",
  contact: { live: "off", messenger: "optional" },
  steps: { t1: 60, t2: 120, t3: 180 },
  routing: "everybody",
  chooseGroup: false,
  look: {
    colour: "#14607a",
    corner: "right",
    offsetX: 20,
    offsetY: 20,
    radius: "round",
    scheme: "auto",
    ownLauncher: false,
    team: false,
  },
  texts: { default: {}, en: {}, de: { greeting: "Moin" }, fr: {} },
  colours: { light: { fill: "#14607a", on: "#ffffff" }, dark: { fill: "#2598c0", on: "#03222d" } },
  revision: "r1",
};
const outdated = "conflict (revision): it was changed in the meantime";

/** Opens a page of the settings over a hub with the stored settings. */
async function open(page: string, role: Role = "owner") {
  const agent = { ...session().agent, role };
  const shown = state({ session: session({ agent }), system: { ...state().system, builtin: false } });
  const desk = await showWindow(shown);
  desk.hubSays("GET /site/settings", stored);
  fireEvent.click(screen.getByRole("button", { name: "Settings" }));
  fireEvent.click(screen.getByRole("button", { name: page }));
  await screen.findByRole("heading", { name: page === "Chats" ? "When nobody answers" : "Look" });
  const saved = () =>
    desk.changed().map(([question, body]) => {
      expect(question).toBe("PUT /site/settings");
      return body as SiteInForce;
    });
  return {
    desk,
    saved,
    /** What was saved last. */
    last: () => saved().at(-1),
    /** Another admin changes the site. */
    async elsewhere(change: Partial<SiteInForce>) {
      desk.hubSays("GET /site/settings", { ...stored, ...change });
      await desk.push((next) => {
        if (next.session) next.session.siteRev += 1;
      });
      await settle();
    },
  };
}

const field = (name: string) => screen.getByLabelText(name) as HTMLInputElement;

function fill(name: string, text: string) {
  field(name).value = text;
  fireEvent.change(field(name));
}

describe("an owner", () => {
  test("changes one thing at once, and nothing else with it", async () => {
    const site = await open("Chat widget");
    fireEvent.click(screen.getByRole("button", { name: "Blue" }));
    await waitFor(() => expect(site.saved()).toHaveLength(1));
    const { colours: _, ...settings } = stored;
    expect(site.last()).toEqual({ ...settings, look: { ...stored.look, colour: "#1d5fd1" } });
    expect(screen.getByRole("button", { name: "Blue" }).getAttribute("aria-pressed")).toBe("true");
    expect(field("Colour as a number").value).toBe("#1d5fd1");
  });

  test("of two quick changes keeps both", async () => {
    const site = await open("Chat widget");
    fill("Distance from the side", "0");
    fill("Distance from the lower edge", "96");
    await waitFor(() => expect(site.saved()).toHaveLength(2));
    expect(site.last()?.look).toMatchObject({ offsetX: 0, offsetY: 96 });
  });

  test("of two quick changes makes the second to what the first has left", async () => {
    const site = await open("Chat widget");
    site.desk.hubSays("PUT /site/settings", { ...stored, name: "Bikes", revision: "r2" });
    fill("Name", "Bikes");
    fill("Distance from the side", "0");
    await waitFor(() => expect(site.saved()).toHaveLength(2));
    expect(site.saved().map(({ revision }) => revision)).toEqual(["r1", "r2"]);
    expect(site.last()).toMatchObject({ name: "Bikes", look: { offsetX: 0 } });
  });

  test("is told that somebody else was faster, keeps what was typed, and loads what is there now", async () => {
    const site = await open("Chat widget");
    site.desk.hubSays("PUT /site/settings", new Error(outdated));
    fill("Greeting", "Ahoy");
    fill("Name", "Bikes");
    const says = await screen.findByRole("alert");
    expect(says.textContent).toContain("Somebody else has changed this in the meantime.");
    expect(screen.getAllByRole("alert")).toHaveLength(1);
    expect(site.saved()).toHaveLength(1); // what was changed after it waits too

    await site.elsewhere({ name: "Lindqvist & Daughter", revision: "r2" });
    expect([field("Greeting").value, field("Name").value]).toEqual(["Ahoy", "Bikes"]);
    fireEvent.click(screen.getByRole("button", { name: "Load what is there now" }));
    await waitFor(() => expect(field("Name").value).toBe("Lindqvist & Daughter"));
    expect(field("Greeting").value).toBe("");
    expect(screen.queryByRole("alert")).toBeNull();

    site.desk.hubSays("PUT /site/settings", null);
    fill("Greeting", "Ahoy");
    await waitFor(() => expect(site.saved()).toHaveLength(2));
    expect(site.last()).toMatchObject({ name: "Lindqvist & Daughter", revision: "r2" });
  });

  test("writes texts by language, with what visitors read otherwise as a hint", async () => {
    const site = await open("Chat widget");
    await waitFor(() => expect(field("Greeting").placeholder).toBe("How can we help?"));
    fill("Greeting", " Ahoy ");
    await waitFor(() => expect(site.last()?.texts.default).toEqual({ greeting: "Ahoy" }));
    await choose(/^Language/, "Deutsch");
    expect(field("Greeting").value).toBe("Moin");
    await waitFor(() => expect(field("While nobody is there").placeholder).toMatch(/^Gerade ist niemand/));
    await choose(/^Language/, "Français");
    expect(field("Greeting").value).toBe("");
    expect(field("Greeting").placeholder).toBe("Ahoy");
  });

  test("chooses what visitors are asked for, and who seems to answer", async () => {
    const site = await open("Chat widget");
    await choose(/^In the live chat/, "Ask, needed to write");
    await choose(/^Who answers/, "Our team");
    await choose(/^Visitors see/, "No widget");
    await waitFor(() => expect(site.saved()).toHaveLength(3));
    expect(site.last()).toMatchObject({
      contact: { live: "required", messenger: "optional" },
      look: { team: true },
      quiet: "hidden",
    });
  });

  test("adds and removes websites", async () => {
    const site = await open("Chat widget");
    const add = () => fireEvent.click(screen.getByRole("button", { name: "Add" }));
    fireEvent.input(field("Address of a website"), { target: { value: "shop" } });
    add();
    expect(screen.getByText("This is not the address of a website.")).toBeTruthy();
    expect(site.saved()).toEqual([]);
    fireEvent.input(field("Address of a website"), { target: { value: "HTTPS://Shop.example/basket" } });
    add();
    await waitFor(() =>
      expect(site.last()?.origins).toEqual(["https://lindqvist.example", "https://shop.example"]),
    );
    const remove = (origin: string) => screen.getByRole("button", { name: `Remove ${origin}` });
    remove("https://lindqvist.example").focus();
    fireEvent.click(remove("https://lindqvist.example"));
    await waitFor(() => expect(site.last()?.origins).toEqual(["https://shop.example"]));
    expect(document.activeElement).toBe(remove("https://shop.example"));
  });

  test("keeps the steps in their order", async () => {
    const site = await open("Chats");
    expect(field("Ask Invisible agents after").max).toBe("179");
    fill("Ask Invisible agents after", "200");
    expect(site.saved()).toEqual([]);
    fill("Missed after", "300");
    await waitFor(() => expect(site.last()?.steps).toEqual({ t1: 60, t2: 120, t3: 300 }));
    expect(field("Ask Invisible agents after").max).toBe("299");
  });

  test("sees the old value and why when the hub refuses", async () => {
    const { desk } = await open("Chat widget");
    desk.refuse("Ask", "unavailable: the disk is full");
    fill("Name", "Other");
    expect((await screen.findByRole("alert")).textContent).toMatch(/^The hub does not answer/);
    expect(field("Name").value).toBe("Lindqvist Bikes");
  });

  test("keeps what is being written when something else changes", async () => {
    const site = await open("Chat widget");
    field("Greeting").value = "Half a gree";
    await site.elsewhere({ quiet: "hidden" });
    await screen.findByRole("button", { name: /^Visitors see.*No widget/ });
    expect(field("Greeting").value).toBe("Half a gree");
  });

  test("sees what another admin changes", async () => {
    const site = await open("Chat widget");
    await site.elsewhere({ name: "Lindqvist & Daughter" });
    await waitFor(() => expect(field("Name").value).toBe("Lindqvist & Daughter"));
  });
});

describe("an agent who does not manage the site", () => {
  test.each(["Chat widget", "Chats"])("reads %s and finds nothing to change", async (page) => {
    await open(page, "agent");
    const main = screen.getByRole("main");
    const lookOnly = /^(Language|Copy|Open test page)/; // whose texts to show, and the snippet
    const controls = [...main.querySelectorAll("input, [role=switch], .site-swatch, form, .choice")].filter(
      (control) => !lookOnly.test(control.getAttribute("aria-label") ?? ""),
    );
    expect(controls).toEqual([]);
    expect(main.textContent).toContain("Owners and admins of the site can change this.");
    expect(main.textContent).toContain(page === "Chats" ? "120 s" : "#14607a");
  });
});

test.each([
  ["#14607A", "#14607a"],
  [" fc0 ", "#ffcc00"],
  ["#ffcc0", undefined],
  ["teal", undefined],
  ["", undefined],
])("%s is the colour %s", (written, colour) => expect(colourOf(written)).toBe(colour));

test.each([
  ["shop.example", "https://shop.example"],
  ["http://localhost:8080/x?y", "http://localhost:8080"],
  ["https://shop.example:443", "https://shop.example"],
  ["shop", undefined],
  ["ftp://shop.example", undefined],
  ["javascript:alert(1)", undefined],
  ["", undefined],
])("%s is the website %s", (written, origin) => expect(originOf(written)).toBe(origin));
