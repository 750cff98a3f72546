import { cleanup, fireEvent, render, screen } from "@solidjs/testing-library";
import { createSignal } from "solid-js";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { EmailPolicy, Entry } from "../../shared/protocol.ts";
import { siteFace } from "../doubles/site.double.ts";
import type { Model, Wish } from "../port.ts";
import { Chat } from "./Chat.tsx";
import { createChat } from "./chat.ts";
import { createFetched, type Fetched } from "./fetched.ts";
import { renew, wasElsewhere } from "./renew.ts";
import { loadTexts } from "./texts.ts";

vi.mock("./renew.ts", () => ({ renew: vi.fn(), wasElsewhere: vi.fn() }));

const empty: Model = {
  language: "en",
  site: siteFace(),
  face: "live",
  agents: [{ id: "a1", name: "Ana Berger" }],
  linked: true,
  email: "",
  emailRefused: false,
  log: [],
  seen: 0,
  missed: false,
  unsent: [],
  card: false,
  group: "",
  open: true,
  phone: false,
};

let wishes: Wish[];
beforeEach(() => {
  wishes = [];
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {}
    },
  );
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Draws a chat, and returns what changes its model. */
async function draw(change: Partial<Model> = {}) {
  const [model, setModel] = createSignal<Model>({ ...empty, ...change });
  const t = await loadTexts(model().language);
  const chat = createChat(model, t, (wish) => wishes.push(wish));
  const { container } = render(() => <Chat chat={chat} />);
  await vi.dynamicImportSettled();
  return { container, set: (next: Partial<Model>) => setModel({ ...model(), ...next }) };
}

function entry(seq: number, change: Partial<Entry> = {}): Entry {
  const at = new Date(2020, 0, 2, 14, 2).getTime();
  return {
    seq,
    id: `e${seq}`,
    kind: "message",
    from: "agent",
    author: "a1",
    name: "Ana Berger",
    text: "Hello",
    at,
    ...change,
  };
}

const wished = (what: Wish["do"]) => wishes.filter((wish) => wish.do === what);
const field = (name: string | RegExp) => screen.getByLabelText(name) as HTMLInputElement;
const title = () => screen.getByRole("heading").textContent;
const spoken = (container: Element) => container.querySelector("[aria-live=polite]")?.textContent;

describe("the header", () => {
  test.each([
    [["Ana Berger"], "Ana Berger"],
    [["Ana Berger", "Jonas Weber"], "Ana and Jonas"],
    [["Ana B", "Jonas W", "Inês D"], "Ana, Jonas and Inês"],
    [["Ana B", "Jonas W", "Inês D", "Kim L", "Lea M"], "Ana, Jonas, Inês and 2 more"],
  ])("says who is there: %j", async (names, want) => {
    await draw({ agents: names.map((name, id) => ({ id: `${id}`, name })) });
    expect(title()).toBe(want);
    expect(screen.getByText("Here now")).toBeTruthy();
  });

  test("never says Here now without a link", async () => {
    await draw({ linked: false });
    expect(screen.queryByText("Here now")).toBeNull();
    expect(screen.getByText("Connecting again")).toBeTruthy();
  });

  test.each([
    ["de", "Schreiben Sie uns"],
    ["fr", "Écrivez-nous"],
  ])("speaks %s", async (language, want) => {
    await draw({ language, face: "messenger" });
    expect(title()).toBe(want);
  });
});

test("says that there is no connection once that has lasted, and takes it back", async () => {
  vi.useFakeTimers();
  const { set } = await draw();
  set({ linked: false });
  vi.advanceTimersByTime(1_500);
  set({ seen: 1 }); // another model in between changes nothing
  expect(screen.queryByText(/No connection/)).toBeNull();
  vi.advanceTimersByTime(500);
  expect(screen.getAllByText(/No connection/).length).toBeGreaterThan(0);
  set({ linked: true });
  expect(document.querySelector(".cut")).toBeNull();
});

describe("the log", () => {
  test.each([
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "<iframe srcdoc='<p>x'></iframe>",
    "<a href=javascript:alert(1)>x</a>",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "{{constructor}} {name} $& $1",
  ])("shows %s as the text it is", async (text) => {
    const { container } = await draw({ log: [entry(1, { text }), entry(2, { text, from: "visitor" })] });
    const bubbles = [...container.querySelectorAll(".bubble")];
    expect(bubbles.map((bubble) => bubble.textContent)).toEqual([text, text]);
    expect(bubbles.map((bubble) => bubble.childElementCount)).toEqual([0, 0]);
  });

  test("shows names of agents and sites as text", async () => {
    const name = "<img src=x onerror=alert(1)>";
    const { container } = await draw({
      agents: [{ id: "a1", name }],
      site: siteFace({ name }),
      log: [entry(1, { name }), entry(2, { name, kind: "closed" })],
    });
    expect(container.querySelector("img")).toBeNull();
    expect(container.textContent).toContain(`${name} closed the conversation`);
  });

  test("makes links of addresses, which open apart from the page", async () => {
    await draw({ log: [entry(1, { text: "See https://a.example/x, or mailto:a@b.example" })] });
    const links = screen.getAllByRole("link") as HTMLAnchorElement[];
    expect(links.map(({ href, target, rel }) => [href, target, rel])).toEqual([
      ["https://a.example/x", "_blank", "noopener noreferrer"],
      ["mailto:a@b.example", "_blank", "noopener noreferrer"],
    ]);
  });

  test("has one line of name and time for a run, and says what was read", async () => {
    const { container, set } = await draw({
      log: [entry(1), entry(2), entry(3, { from: "visitor", name: undefined })],
    });
    const metas = () => [...container.querySelectorAll(".meta")].map((meta) => meta.textContent);
    expect(metas()).toEqual([
      expect.stringMatching(/^Ana Berger · .*14:02$/),
      expect.stringMatching(/^You · .*14:02$/),
    ]);
    set({ seen: 3 });
    expect(metas()[1]).toMatch(/14:02 · Read$/);
  });

  test("shows what is sending, what waits for the connection, and what was refused and why", async () => {
    const unsent = [{ id: "m1", text: "on its way", at: 1 }];
    const { container, set } = await draw({ unsent });
    const meta = () => container.querySelector(".meta")?.textContent;
    expect(container.querySelector(".bubble.sending")?.textContent).toBe("on its way");
    expect(meta()).toBe("You · Sending");
    set({ linked: false });
    expect(meta()).toBe("You · Waiting for the connection");
    set({ linked: true, unsent: [{ id: "m1", text: "on its way", at: 1, refused: "email" }] });
    expect(container.querySelector(".bubble.failed")).toBeTruthy();
    expect(meta()).toContain("the e-mail address is not valid");
    fireEvent.click(screen.getByText("Try again"));
    fireEvent.click(screen.getByText("Remove"));
    expect(wishes).toContainEqual({ do: "retry", id: "m1" });
    expect(wishes).toContainEqual({ do: "remove", id: "m1" });
  });

  test("keeps the nodes of what it shows when more comes", async () => {
    const { container, set } = await draw({ log: [entry(1)] });
    const node = container.querySelector(".bubble")?.firstChild;
    set({ log: [entry(1), entry(2)] });
    expect(container.querySelectorAll(".bubble")).toHaveLength(2);
    expect(container.querySelector(".bubble")?.firstChild).toBe(node);
  });
});

describe("writing", () => {
  const type = (text: string) => fireEvent.input(field("Write a message"), { target: { value: text } });
  const enter = (init: object = {}) => fireEvent.keyDown(field("Write a message"), { key: "Enter", ...init });

  test("Enter sends, with Shift it begins a line, while composing it belongs to the input method", async () => {
    await draw();
    type(" two\nlines ");
    enter({ shiftKey: true });
    enter({ isComposing: true });
    enter({ keyCode: 229 });
    expect(wished("send")).toEqual([]);
    enter();
    expect(wished("send")).toEqual([{ do: "send", text: "two\nlines", email: "" }]);
    expect(field("Write a message").value).toBe("");
  });

  test("nothing but spaces is not sent", async () => {
    await draw();
    type("  \n ");
    enter();
    expect(wished("send")).toEqual([]);
  });

  test("the field has the keyboard when the chat opens", async () => {
    const { set } = await draw({ open: false });
    expect(document.activeElement).not.toBe(field("Write a message"));
    set({ open: true });
    expect(document.activeElement).toBe(field("Write a message"));
  });

  test("the field takes no keyboard that was elsewhere when the chat was loaded anew, but the next time", async () => {
    vi.mocked(wasElsewhere).mockReturnValueOnce(true);
    const { set } = await draw();
    expect(document.activeElement).toBe(document.body);
    set({ open: false });
    set({ open: true });
    expect(document.activeElement).toBe(field("Write a message"));
  });

  test("the field takes no keyboard when the chat opens quietly", async () => {
    const { set } = await draw({ open: false });
    set({ open: true, quiet: true });
    expect(document.activeElement).toBe(document.body);
    set({ open: false, quiet: false });
    set({ open: true });
    expect(document.activeElement).toBe(field("Write a message"));
  });

  test("a change of face takes neither text nor keyboard, and is said", async () => {
    const { container, set } = await draw();
    type("half a thought");
    const box = field("Write a message");
    box.focus();
    set({ face: "messenger", agents: [] });
    expect(title()).toBe("Write to us");
    expect(field("Your message")).toBe(box);
    expect(box.value).toBe("half a thought");
    expect(document.activeElement).toBe(box);
    expect(spoken(container)).toContain("Nobody is in the chat");
    set({ face: "live", agents: [{ id: "a1", name: "Ana Berger" }] });
    expect(spoken(container)).toBe("Ana Berger: Here now");
    expect(box.value).toBe("half a thought");
  });

  test("Escape asks to close", async () => {
    await draw();
    fireEvent.keyDown(field("Write a message"), { key: "Escape" });
    expect(wished("close")).toHaveLength(1);
  });
});

describe("the messenger's form", () => {
  const email = () => field(/E-mail address/);
  const write = (text: string, address: string) => {
    fireEvent.input(field("Your message"), { target: { value: text } });
    fireEvent.input(email(), { target: { value: address } });
    fireEvent.click(screen.getByText("Send message"));
  };

  test("sends a message without an address where that is optional", async () => {
    await draw({ face: "messenger" });
    write("Hello", "");
    expect(wished("send")).toEqual([{ do: "send", text: "Hello", email: "" }]);
  });

  test("asks for an address where it is required, and for a real one", async () => {
    await draw({ face: "messenger", site: siteFace({ contact: { live: "off", messenger: "required" } }) });
    write("Hello", " ");
    expect(screen.getByText("We need an address to answer to.")).toBeTruthy();
    expect(email().getAttribute("aria-invalid")).toBe("true");
    expect(document.activeElement).toBe(email());
    write("Hello", "nonsense");
    expect(screen.getByText("This is not an e-mail address.")).toBeTruthy();
    expect(wished("send")).toEqual([]);
    write("Hello", "kim@post.example");
    expect(wished("send")).toEqual([{ do: "send", text: "Hello", email: "kim@post.example" }]);
  });

  test("does not ask for an address that is known", async () => {
    await draw({
      face: "messenger",
      email: "kim@post.example",
      site: siteFace({ contact: { live: "off", messenger: "required" } }),
    });
    expect(screen.queryByLabelText(/E-mail address/)).toBeNull();
  });

  test("Enter begins a line", async () => {
    await draw({ face: "messenger" });
    fireEvent.input(field("Your message"), { target: { value: "Hello" } });
    fireEvent.keyDown(field("Your message"), { key: "Enter" });
    expect(wished("send")).toEqual([]);
    fireEvent.keyDown(field("Your message"), { key: "Enter", ctrlKey: true });
    expect(wished("send")).toHaveLength(1);
  });
});

describe("what the site asks for", () => {
  const asked = () => screen.queryByLabelText(/E-mail address/) as HTMLInputElement | null;
  const mine = entry(1, { from: "visitor", name: undefined });
  const contact = (live: EmailPolicy, messenger: EmailPolicy) => ({
    site: siteFace({ contact: { live, messenger } }),
  });

  test.each([
    ["off, before the first message", { ...contact("off", "required") }, false],
    ["optional, before the first message", { ...contact("optional", "off") }, true],
    ["optional, after it", { ...contact("optional", "off"), log: [mine] }, false],
    ["required, after it", { ...contact("required", "off"), log: [mine] }, true],
    ["required, with an address", { ...contact("required", "off"), email: "kim@post.example" }, false],
  ])("in the live chat: %s", async (_, model, asks) => {
    await draw(model);
    expect(asked() !== null).toBe(asks);
  });

  test.each([
    ["off, before the first message", { ...contact("required", "off") }, false],
    ["off, after it", { ...contact("required", "off"), log: [mine] }, false],
    ["off, of a missed chat", { ...contact("required", "off"), log: [mine], missed: true }, true],
    ["required, after a live chat", { ...contact("off", "required"), log: [mine] }, true],
  ])("in the messenger: %s", async (_, model, asks) => {
    await draw({ face: "messenger", ...model });
    expect(asked() !== null).toBe(asks);
  });

  test("binds a live chat where it is required, and the text stays while the address is given", async () => {
    await draw(contact("required", "off"));
    const text = field("Write a message");
    fireEvent.input(text, { target: { value: "Hello" } });
    fireEvent.keyDown(text, { key: "Enter" });
    expect(wished("send")).toEqual([]);
    expect(document.activeElement).toBe(asked());
    expect(text.value).toBe("Hello");
    fireEvent.input(asked() as HTMLInputElement, { target: { value: "kim@post.example" } });
    fireEvent.keyDown(text, { key: "Enter" });
    expect(wished("send")).toEqual([{ do: "send", text: "Hello", email: "kim@post.example" }]);
  });

  test("changes while the chat is open, and what was written stays", async () => {
    const { set } = await draw();
    fireEvent.input(field("Write a message"), { target: { value: "Hel" } });
    set(contact("required", "off"));
    expect(asked()).not.toBeNull();
    expect(field("Write a message").value).toBe("Hel");
  });
});

describe("how the site speaks and looks", () => {
  const texts = {
    default: { greeting: "Ahoy", lead: "Nobody on board" },
    en: { title: "Write to the crew", liveTitle: "The crew", sent: "Got it" },
    de: { lead: "Niemand an Bord" },
    fr: {},
  };

  test("has its own words, those of the language before those for all", async () => {
    const { set } = await draw({ site: siteFace({ texts }) });
    expect(title()).toBe("The crew");
    expect(screen.getByText("Ahoy")).toBeTruthy();
    set({ face: "messenger" });
    expect(title()).toBe("Write to the crew");
    expect(screen.getAllByText("Nobody on board")).toHaveLength(2); // it is said aloud too
    set({ log: [entry(1, { from: "visitor", name: undefined })] });
    await vi.dynamicImportSettled();
    expect(screen.getByText("Got it")).toBeTruthy();
    set({ site: siteFace() });
    expect(screen.getByText(/We have your message/)).toBeTruthy();
  });

  test("shows them as text, braces too", async () => {
    await draw({ site: siteFace({ texts: { ...texts, en: { greeting: "<b>{site}</b>" } } }) });
    expect(screen.getByText("<b>{site}</b>")).toBeTruthy();
  });

  test("names nobody where the team answers as one, whatever was told before", async () => {
    const site = siteFace();
    const { container, set } = await draw({
      log: [entry(1), entry(2, { kind: "joined", text: undefined })],
      site: { ...site, look: { ...site.look, team: true } },
      agents: [],
    });
    expect(container.textContent).not.toMatch(/Ana|AB/);
    expect(title()).toBe("Our team");
    expect(screen.getByText("Our team joined")).toBeTruthy();
    set({ log: [entry(1), entry(2), entry(3, { author: "", name: undefined, text: "Now" })] });
    expect(spoken(container)).toBe("Our team: Now");
    set({ site, agents: empty.agents });
    expect(title()).toBe("Ana Berger");
  });

  test("wears its colours, corners and scheme", async () => {
    const sheet = document.head.appendChild(document.createElement("style"));
    sheet.textContent =
      "@media (prefers-color-scheme: dark) { p { color: red } } @media (width > 1px) { p { color: red } }";
    const media = () =>
      [...(sheet.sheet?.cssRules ?? [])].map((rule) => (rule as CSSMediaRule).media.mediaText);
    const site = siteFace();
    const { set } = await draw();
    const root = document.documentElement;
    expect(root.style.getPropertyValue("--light")).toBe("#14607a");
    expect(root.style.getPropertyValue("--on-dark")).toBe("#03222d");
    expect(root.dataset.radius).toBe("round");
    const [auto, other] = media();
    for (const [scheme, holds] of [
      ["dark", "all"],
      ["light", "not all"],
      ["auto", auto],
    ] as const) {
      set({ site: { ...site, look: { ...site.look, scheme, radius: "none" } } });
      expect(media().map((text) => text.replaceAll(" ", ""))).toEqual(
        [holds, other].map((text) => text?.replaceAll(" ", "")),
      );
      expect(root.style.colorScheme).toBe(scheme === "auto" ? "" : scheme);
    }
    expect(root.dataset.radius).toBe("none");
    sheet.remove();
  });
});

describe("after a message to nobody", () => {
  const sent = entry(1, { from: "visitor", name: undefined });

  test("says where the answer will be, and asks for an address", async () => {
    const { set } = await draw({ face: "messenger", log: [sent] });
    expect(screen.getByText("The answer may take a while.")).toBeTruthy();
    expect(screen.getByText(/We have your message/)).toBeTruthy();
    fireEvent.input(field(/E-mail address/), { target: { value: "kim@post.example" } });
    fireEvent.click(screen.getByText("Save address"));
    expect(wished("email")).toEqual([{ do: "email", email: "kim@post.example" }]);
    const owed = { id: "m1", text: "", at: 1, email: "kim@post.example" };
    set({ linked: false, unsent: [owed] });
    expect(screen.getByText("kim@post.example · Waiting for the connection")).toBeTruthy();
    expect(screen.queryByText(/we can write to/)).toBeNull();
    expect(screen.queryByLabelText(/E-mail address/)).toBeNull();
    expect(document.querySelectorAll(".bubble")).toHaveLength(1); // it is no message
    set({ linked: true, email: "kim@post.example", unsent: [] });
    expect(screen.getByText(/we can write to kim@post.example/)).toBeTruthy();
    expect(screen.queryByLabelText(/E-mail address/)).toBeNull();
  });

  test("says nothing of having it while it is not stored", async () => {
    await draw({ face: "messenger", unsent: [{ id: "m1", text: "x", at: 1, email: "kim@post.example" }] });
    expect(screen.queryByText(/We have your message/)).toBeNull();
    expect(screen.queryByLabelText(/E-mail address/)).toBeNull();
  });

  test("tells an address the hub did not take", async () => {
    await draw({ face: "messenger", log: [sent], emailRefused: true });
    expect(screen.getByText("This is not an e-mail address.")).toBeTruthy();
  });
});

describe("a missed chat", () => {
  const sent = entry(1, { from: "visitor", name: undefined });
  const words = "Nobody could answer just now.";

  test("says so, aloud too, and asks for an address until somebody replies", async () => {
    const { container, set } = await draw({ log: [sent] });
    expect(screen.queryByLabelText(/E-mail address/)).toBeNull();
    set({ missed: true });
    await vi.dynamicImportSettled();
    expect(spoken(container)).toBe(words);
    expect(container.querySelector(".answer")?.textContent).toContain(words);
    expect(field(/E-mail address/)).toBeTruthy();
    set({ log: [sent, entry(2, { text: "Here I am" })] });
    set({ missed: false });
    expect(spoken(container)).toBe("Ana Berger: Here I am");
    expect(container.querySelector(".answer")).toBeNull();
  });

  test("does not ask for an address that is known", async () => {
    const { container } = await draw({ log: [sent], missed: true, email: "kim@post.example" });
    expect(container.querySelector(".answer")?.textContent).toContain(words);
    expect(screen.queryByLabelText(/E-mail address/)).toBeNull();
  });
});

describe("new messages", () => {
  test("of agents are said politely, those that were there and the visitor's own are not", async () => {
    const { container, set } = await draw({ log: [entry(1)] });
    expect(spoken(container)).toBe("");
    set({ log: [entry(1), entry(2, { from: "visitor", name: undefined })] });
    expect(spoken(container)).toBe("");
    set({ log: [entry(1), entry(2, { from: "visitor" }), entry(3, { text: "Here you are" })] });
    expect(spoken(container)).toBe("Ana Berger: Here you are");
  });

  test("that say the same as the one before are said too", async () => {
    const { container, set } = await draw({ log: [] });
    set({ log: [entry(1)] });
    const changes = new MutationObserver(() => undefined);
    changes.observe(container.querySelector("[aria-live=polite]") as Element, {
      childList: true,
      characterData: true,
      subtree: true,
    });
    set({ log: [entry(1), entry(2)] });
    expect(changes.takeRecords()).not.toEqual([]);
    expect(spoken(container)).toBe("Ana Berger: Hello");
  });

  test("are read when the chat is open and the page visible, each once", async () => {
    const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
    const { set } = await draw({ open: false, log: [entry(1)] });
    set({ open: true });
    expect(wished("read")).toEqual([]);
    hidden.mockReturnValue(false);
    document.dispatchEvent(new Event("visibilitychange"));
    set({ seen: 1 });
    expect(wished("read")).toEqual([{ do: "read", seq: 1 }]);
    set({ log: [entry(1), entry(2, { from: "visitor" })] });
    expect(wished("read")).toHaveLength(1);
    hidden.mockRestore();
  });
});

describe("a targeted chat", () => {
  const asked = {
    type: "targeted",
    rule: "r1",
    text: "Can I help?",
    agent: { id: "a1", name: "Ana Berger" },
    at: Date.now(),
  } as const;
  const card = () => screen.queryByRole("region", { name: "Message from Lindqvist Bikes" });

  /** What draws it is fetched. */
  const come = () => vi.waitFor(() => expect(card()).not.toBeNull());

  test("is a card that opens the chat, takes no keyboard, and is read a moment later", async () => {
    vi.useFakeTimers();
    const { container } = await draw({ open: false, card: true, asked });
    expect(spoken(container)).toBe("");
    await come();
    expect(card()?.textContent).toBe("ABAna BergerCan I help?");
    expect(document.activeElement).toBe(document.body);
    expect(wished("shown")).toHaveLength(1);
    vi.advanceTimersByTime(500);
    expect(spoken(container)).toBe("Ana Berger: Can I help?");
    fireEvent.click(screen.getByRole("button", { name: /Can I help/ }));
    expect(wished("open")).toHaveLength(1);
  });

  test("is read in the name of the team where that answers as one", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const site = siteFace({ look: { ...siteFace().look, team: true } });
    const { container } = await draw({ open: false, card: true, asked, site });
    await come();
    vi.advanceTimersByTime(500);
    expect(spoken(container)).toBe("Our team: Can I help?");
  });

  test("can be closed, by keyboard too", async () => {
    const { container } = await draw({ open: false, card: true, asked });
    await come();
    fireEvent.click(screen.getByRole("button", { name: "Close message" }));
    fireEvent.keyDown(container.querySelector("main") as HTMLElement, { key: "Escape" });
    expect(wished("dismiss")).toHaveLength(2);
    expect(wished("close")).toHaveLength(0);
  });

  test("stands in the log of the opened chat, and reads the same once it is answered", async () => {
    const { container, set } = await draw({ open: false, card: true, asked });
    await come();
    set({ open: true, card: false });
    await vi.dynamicImportSettled();
    expect(card()).toBeNull();
    const log = () => container.querySelector("[role=log]")?.textContent;
    expect(log()).toContain("Can I help?Lindqvist Bikes");
    const site = { author: "s", name: "Lindqvist Bikes", text: "Can I help?" };
    set({
      asked: undefined,
      log: [
        entry(1, { ...site, kind: "targeted", from: "site" }),
        entry(2, { from: "visitor", text: "Yes", author: "v" }),
      ],
    });
    expect(log()).toContain("Can I help?Lindqvist Bikes");
    expect(log()).toContain("Yes");
  });
});

describe("where the site asks whom the first message is for", () => {
  const site = siteFace({
    groups: [
      { id: "g1", name: "Sales" },
      { id: "g2", name: "<b>Workshop</b>" },
    ],
  });
  const choice = () => screen.queryByLabelText("To whom") as HTMLSelectElement | null;
  const chosen = () => choice()?.selectedOptions[0]?.textContent;

  test.each(["live", "messenger"] as const)("a visitor chooses among its groups: %s", async (face) => {
    await draw({ site, face });
    expect([...(choice()?.options ?? [])].map(({ value, text }) => [value, text])).toEqual([
      ["", "Anyone"],
      ["g1", "Sales"],
      ["g2", "<b>Workshop</b>"],
    ]);
    fireEvent.change(choice() as HTMLSelectElement, { target: { value: "g2" } });
    fireEvent.change(choice() as HTMLSelectElement, { target: { value: "" } });
    expect(wished("choose")).toEqual([
      { do: "choose", group: "g2" },
      { do: "choose", group: "" },
    ]);
  });

  test("another face takes away neither the text nor the choice, nor the keyboard", async () => {
    const { set } = await draw({ site });
    fireEvent.input(field("Write a message"), { target: { value: "Half a" } });
    const select = choice();
    select?.focus();
    set({ face: "messenger", agents: [], group: "g1" });
    expect(field("Your message").value).toBe("Half a");
    expect(document.activeElement).toBe(select);
    expect(chosen()).toBe("Sales");
    set({ site: { ...site, groups: site.groups?.toReversed() ?? [] } });
    expect(chosen()).toBe("Sales");
  });

  test("nobody chooses who has written, nor where there is nothing to choose from", async () => {
    const { set } = await draw({ site, unsent: [{ id: "u1", text: "Hello", at: 1 }] });
    expect(choice()).toBeNull();
    set({ unsent: [], log: [entry(1, { from: "visitor" })] });
    expect(choice()).toBeNull();
    set({ log: [], site: siteFace({ groups: [] }) });
    await vi.dynamicImportSettled();
    expect(choice()).toBeNull();
  });
});

describe("what could not be fetched", () => {
  const part = { draw: () => "drawn", css: "" };
  const fetchPart = vi.fn<() => Promise<{ part: Fetched }>>();
  const renewed = () => vi.mocked(renew).mock.calls.length;
  beforeEach(() => {
    fetchPart.mockReset().mockRejectedValueOnce(new TypeError("not there")).mockResolvedValue({ part });
    vi.mocked(renew).mockReset().mockRejectedValue(new TypeError("offline"));
  });

  /** Draws a part that is wanted. */
  async function want() {
    const [model, setModel] = createSignal<Model>({ ...empty, linked: false });
    const chat = createChat(model, await loadTexts("en"), () => {});
    const { container } = render(() => {
      const drawn = createFetched(chat, () => true, fetchPart);
      return <p>{drawn()}</p>;
    });
    await vi.waitFor(() => expect(renewed()).toBe(1)); // it may be another version that the hub has
    return { chat, container, set: (next: Partial<Model>) => setModel({ ...model(), ...next }) };
  }

  test("is fetched again when the link comes or goes", async () => {
    const { container, set } = await want();
    set({ seen: 1 });
    expect(fetchPart).toHaveBeenCalledOnce();
    set({ linked: true });
    await vi.waitFor(() => expect(container.textContent).toBe("drawn"));
    set({ linked: false });
    expect(fetchPart).toHaveBeenCalledTimes(2);
    expect(renewed()).toBe(1);
  });

  test("is fetched again when what was written is sent", async () => {
    const { chat, container } = await want();
    fetchPart.mockRejectedValueOnce(new TypeError("not there"));
    chat.write("Half a");
    await vi.waitFor(() => expect(renewed()).toBe(2));
    chat.write("Half a word");
    expect(fetchPart).toHaveBeenCalledTimes(2);
    chat.write("");
    await vi.waitFor(() => expect(container.textContent).toBe("drawn"));
  });

  test("takes an address that is being written no more than a text", async () => {
    const { chat, set } = await want();
    const begun = vi.mocked(renew).mock.lastCall?.[0] as () => unknown;
    expect(begun()).toBeFalsy();
    chat.writeEmail("kim@post.example");
    expect(begun()).toBeTruthy();
    set({ email: "kim@post.example" }); // it is given
    expect(begun()).toBeFalsy();
    chat.write("Half a");
    expect(begun()).toBeTruthy();
  });
});
