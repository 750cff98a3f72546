import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Entry, FaceLook, ToVisitor, VisitorWelcome } from "../../shared/protocol.ts";
import { takeCalls } from "../calls.ts";
import { trackListeners } from "../doubles/listeners.double.ts";
import { siteFace } from "../doubles/site.double.ts";
import { Socket, stubSockets } from "../doubles/socket.double.ts";
import type { Face, Model, Wish } from "../port.ts";
import { createTalk } from "../talk/talk.ts";
import { type FetchTalk, startWidget } from "./widget.ts";

const page = vi.hoisted(() => ({
  shown: {} as Partial<Model>,
  unread: 0,
  look: {} as Partial<FaceLook>,
  label: "" as string | undefined,
  panel: undefined as unknown as HTMLElement,
  before: undefined as Element | undefined,
  /** How often the launcher was given the keyboard. */
  left: 0,
  toggle: () => {},
  approach: () => {},
  obey: (_: Wish) => {},
  /** What was asked of the chat. */
  chat: [] as string[],
}));
vi.mock("./host.ts", () => ({
  createHost: (_: unknown, toggle: () => void, approach: () => void) => {
    Object.assign(page, { toggle, approach });
    return {
      panel: page.panel,
      show: (face: Face, open: boolean, unread: number, look: FaceLook, label?: string) => {
        Object.assign(page.shown, { face, open });
        Object.assign(page, { unread, look, label });
      },
      focus: (before?: Element) => {
        page.before = before;
        page.left += 1;
      },
    };
  },
}));
vi.mock("../talk/frame.ts", () => ({
  createFrame: (_hub: string, _site: string, _panel: unknown, _title: string, obey: (wish: Wish) => void) => {
    page.obey = obey;
    return {
      prepare: () => page.chat.push("prepared"),
      focus: () => page.chat.push("focused"),
      show: (model: Model) => Object.assign(page.shown, structuredClone(model)),
      mend: () => {},
    };
  },
}));
vi.mock("../talk/fetch.ts", () => ({ fetchTarget: () => import("../talk/target.ts") }));

const site = "SITE0000000000001";
const name = `parley:${site}`;
const token = "T".repeat(43);
const ana = { id: "a1", name: "Ana Berger" };

let socket: () => Socket;
let forget: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  Object.assign(page, { shown: {}, unread: 0, left: 0, chat: [], panel: document.createElement("div") });
  fetchTalk.mockReset().mockResolvedValue({ createTalk });
  socket = stubSockets();
  forget = trackListeners();
  vi.stubGlobal("navigator", { language: "en-GB" });
  vi.stubGlobal("matchMedia", () => ({ matches: false }));
});
afterEach(() => {
  forget();
  vi.clearAllTimers();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function welcomed(change: Partial<VisitorWelcome> = {}): ToVisitor {
  return {
    type: "welcome",
    protocol: 1,
    site: siteFace({ name: "Lindqvist" }),
    availability: { mode: "live", agents: [ana] },
    entries: [],
    ...change,
  };
}

function entry(seq: number, change: Partial<Entry> = {}): Entry {
  return {
    seq,
    id: `e${seq}`,
    kind: "message",
    from: "agent",
    author: "a1",
    text: `text ${seq}`,
    at: seq,
    ...change,
  };
}

const conversation = (seq: number, visitorSeen = 0) => ({ open: true, seq, seen: 0, visitorSeen });
const shown = () => page.shown as Model;
const fetchTalk = vi.fn<FetchTalk>();

function start() {
  const labels = { title: "", open: "", live: "", close: "", unread: "" };
  return startWidget("https://hub.example", site, "en", labels, fetchTalk);
}

/** Starts a widget, has the visitor reach for it, and the hub welcome it. */
async function linked(change?: Partial<VisitorWelcome>) {
  start();
  page.approach();
  await vi.advanceTimersByTimeAsync(0);
  socket().accept();
  socket().say(welcomed(change));
}

/** Writes a message and lets its token settle. */
async function write(text: string, email?: string) {
  page.obey({ do: "send", text, email });
  await vi.advanceTimersByTimeAsync(1_000);
}

describe("the face", () => {
  test("is hidden until the hub has answered, then what it told, at once", async () => {
    start();
    page.approach();
    await vi.advanceTimersByTimeAsync(0);
    expect(shown().face).toBe("hidden");
    socket().accept();
    expect(socket().address).toBe("wss://hub.example/v1/visitor");
    expect(socket().of("hello")).toMatchObject([
      { protocol: 1, site, token: "", after: 0, language: "en-GB" },
    ]);
    socket().say(welcomed());
    expect(shown()).toMatchObject({ face: "live", agents: [ana], linked: true });
    socket().say({ type: "availability", mode: "messenger", agents: [] });
    expect(shown()).toMatchObject({ face: "messenger", agents: [] });
    socket().say({ type: "availability", mode: "hidden", agents: [] });
    expect(shown().face).toBe("hidden");
  });

  test("is no card where the site has no targeted chats, however often it is drawn", async () => {
    await linked();
    page.toggle();
    for (const mode of ["messenger", "live", "messenger"] as const) {
      socket().say({ type: "availability", mode, agents: [] });
      expect(page.panel.className).toBe("");
    }
  });

  test("does not hide while the chat is open", async () => {
    await linked();
    page.toggle();
    socket().say({ type: "availability", mode: "hidden", agents: [] });
    expect(shown()).toMatchObject({ face: "messenger", open: true });
    page.obey({ do: "close" });
    expect(shown()).toMatchObject({ face: "hidden", open: false });
  });

  test("is the messenger 20 s after the last sign of life at most, on a dead cable", async () => {
    await linked();
    vi.advanceTimersByTime(8_000);
    socket().say({ type: "beat" });
    vi.advanceTimersByTime(17_900);
    expect(shown().face).toBe("live");
    vi.advanceTimersByTime(2_100);
    expect(shown()).toMatchObject({ face: "messenger", linked: false });
  });

  test("is the messenger 20 s after the last sign of life at most, when every new dial fails", async () => {
    await linked();
    vi.advanceTimersByTime(7_000);
    socket().end();
    expect(shown()).toMatchObject({ face: "live", linked: false });
    for (let second = 7; second < 20; second++) {
      vi.advanceTimersByTime(1_000);
      if (socket().readyState === 0) socket().end();
    }
    expect(shown().face).toBe("messenger");
  });

  test("does not change for a hub that is back within seconds", async () => {
    await linked();
    vi.advanceTimersByTime(8_000);
    socket().say({ type: "beat" });
    socket().end(4002);
    vi.advanceTimersByTime(5_000);
    expect(shown().face).toBe("live");
    socket().accept();
    socket().say(welcomed());
    vi.advanceTimersByTime(8_000);
    socket().say({ type: "beat" });
    vi.advanceTimersByTime(17_000);
    expect(shown()).toMatchObject({ face: "live", linked: true });
  });

  test("is the messenger where the hub has never been in reach", () => {
    start();
    vi.advanceTimersByTime(20_000);
    expect(shown().face).toBe("messenger");
  });

  test("is hidden where the hub will not have this page", async () => {
    await linked();
    socket().end(4502);
    vi.advanceTimersByTime(60_000);
    expect(shown().face).toBe("hidden");
  });
});

describe("the site", () => {
  const { look } = siteFace();

  test("is followed by launcher and chat when it changes, and what is unsent stays", async () => {
    await linked();
    socket().end();
    await write("Hello");
    socket().accept();
    const other = siteFace({
      look: { ...look, corner: "left" },
      texts: { default: { launcher: "Chat", greeting: "Ahoy" }, en: { launcher: "Ask us" }, de: {}, fr: {} },
    });
    socket().say(welcomed({ site: other }));
    expect(page.look).toEqual(other.look);
    expect(page.label).toBe("Ask us");
    expect(shown().site).toEqual(other);
    expect(shown().unsent).toHaveLength(1);
  });

  test("that has said nothing yet looks like ours", () => {
    start();
    expect(page.look).toMatchObject({ corner: "right", ownLauncher: false });
    expect(page.label).toBeUndefined();
  });
});

describe("the page", () => {
  test("opens the chat, and has its keyboard back when that closes", () => {
    const own = document.body.appendChild(document.createElement("button"));
    own.focus();
    const widget = start();
    socket().accept();
    socket().say(welcomed());
    widget.open();
    widget.open();
    expect(shown()).toMatchObject({ face: "live", open: true });
    page.toggle();
    expect(shown().open).toBe(false);
    expect(page.before).toBe(own);
    own.remove();
  });

  test("has the chat opened with the first welcome when it asked before, unless that is hidden", () => {
    for (const mode of ["live", "hidden"] as const) {
      start().open();
      expect(shown()).toMatchObject({ face: "hidden", open: false });
      expect(fetchTalk).not.toHaveBeenCalled();
      socket().accept();
      socket().say(welcomed({ availability: { mode, agents: [] } }));
      expect(shown()).toMatchObject({ face: mode, open: mode === "live" });
      socket().say({ type: "availability", mode: "live", agents: [] });
      expect(shown().open).toBe(mode === "live"); // what was asked for is past
      fetchTalk.mockClear();
    }
  });

  test("has the chat opened without a hub once the messenger is shown", async () => {
    start().open();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(shown()).toMatchObject({ face: "messenger", open: true });
  });

  test("has the chat opened late without the keyboard, if the visitor has gone on to something else", async () => {
    const own = document.body.appendChild(document.createElement("button"));
    const other = document.body.appendChild(document.createElement("input"));
    own.focus();
    start().open();
    other.focus();
    socket().accept();
    socket().say(welcomed());
    await vi.advanceTimersByTimeAsync(0);
    expect(shown()).toMatchObject({ open: true, quiet: true });
    expect(page.chat).toEqual(["prepared"]);
    page.toggle();
    expect(page.before).toBe(own);
    page.toggle();
    expect(shown()).toMatchObject({ open: true, quiet: false });
    expect(page.chat).toContain("focused");
    own.remove();
    other.remove();
  });

  test("has the chat opened late with the keyboard, if nothing else has it", async () => {
    const own = document.body.appendChild(document.createElement("button"));
    own.focus();
    start().open();
    own.remove(); // the page draws itself anew
    socket().accept();
    socket().say(welcomed());
    await vi.advanceTimersByTimeAsync(0);
    expect(shown()).toMatchObject({ open: true, quiet: false });
    expect(page.chat).toContain("focused");
  });

  test("does not open what is hidden, or not answered by the hub", async () => {
    const widget = start();
    page.approach();
    await vi.advanceTimersByTimeAsync(0);
    socket().accept();
    socket().say(welcomed({ availability: { mode: "hidden", agents: [] } }));
    widget.open();
    expect(shown()).toMatchObject({ face: "hidden", open: false });
    socket().end(4502);
    widget.open();
    expect(shown()).toMatchObject({ face: "hidden", open: false });
  });
});

describe("writing", () => {
  test("stores nothing before Send, then the token and the message until it has a number", async () => {
    await linked();
    page.toggle();
    expect(localStorage.length).toBe(0);
    await write("hello");
    const [adopted] = socket().of("adopt");
    expect(adopted?.token).toBe(localStorage.getItem(name));
    expect(shown().unsent).toMatchObject([{ text: "hello" }]);
    const [sent] = socket().of("message");
    expect(sent?.text).toBe("hello");
    const clientId = sent?.clientId ?? "";
    socket().say({ type: "ack", ref: clientId, seq: 1, at: 5 });
    expect(shown().unsent).toHaveLength(1); // the entry is on its way
    socket().say({ type: "entries", entries: [entry(1, { from: "visitor", clientId, text: "hello" })] });
    expect(shown()).toMatchObject({ unsent: [], log: [{ seq: 1, text: "hello" }] });
    expect(Object.keys(localStorage)).toEqual([name]);
  });

  test("sends one message after another, each when the one before was answered", async () => {
    await linked();
    for (const text of ["one", "two", "three"]) {
      await write(text);
    }
    const texts = () =>
      socket()
        .of("message")
        .map(({ text }) => text);
    expect(texts()).toEqual(["one"]);
    for (const seq of [1, 2, 3]) {
      const { clientId = "" } = socket().of("message").at(-1) ?? {};
      socket().say({ type: "entries", entries: [entry(seq, { from: "visitor", clientId })] });
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(texts()).toEqual(["one", "two", "three"]);
  });

  test("keeps what is written without a link, and sends it with the next welcome, once more if need be", async () => {
    await linked();
    socket().end();
    await write("waiting");
    expect(shown().unsent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(500);
    socket().accept();
    expect(socket().of("hello")[0]?.token).toBe(localStorage.getItem(name));
    socket().say(welcomed());
    await vi.advanceTimersByTimeAsync(0);
    const [first] = socket().of("message");
    socket().end(); // before the ack
    await vi.advanceTimersByTimeAsync(1_000);
    socket().accept();
    socket().say(welcomed());
    await vi.advanceTimersByTimeAsync(0);
    expect(socket().of("message")).toEqual([first]);
  });

  test("sends what a tab left behind that crashed before it had a token", async () => {
    localStorage.setItem(`${name}:m1`, JSON.stringify({ id: "m1", text: "left behind", at: 1 }));
    await linked();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(socket().of("adopt")).toHaveLength(1);
    expect(socket().of("message")).toMatchObject([{ clientId: "m1", text: "left behind" }]);
  });

  test.each(["busy", "unavailable", "internal"] as const)(
    "tries again after %s, the next only then",
    async (code) => {
      await linked();
      await write("one");
      await write("two");
      const { clientId = "" } = socket().of("message")[0] ?? {};
      socket().say({ type: "error", ref: clientId, code, message: "" });
      await vi.advanceTimersByTimeAsync(4_900);
      expect(socket().of("message")).toHaveLength(1);
      expect(shown().unsent[0]?.refused).toBeUndefined();
      await vi.advanceTimersByTimeAsync(200);
      expect(
        socket()
          .of("message")
          .map(({ text }) => text),
      ).toEqual(["one", "one"]);
    },
  );

  test("shows what was refused for good, lets the next pass, and sends it again only when told", async () => {
    await linked();
    await write("bad", "ana@shop.example");
    await write("good");
    const { clientId = "" } = socket().of("message")[0] ?? {};
    socket().say({ type: "error", ref: clientId, code: "invalid", message: "no", field: "email" });
    await vi.advanceTimersByTimeAsync(0);
    expect(shown().unsent).toMatchObject([{ text: "bad", refused: "email" }, { text: "good" }]);
    const good = socket().of("message").at(-1);
    expect(good?.text).toBe("good");
    socket().say({ type: "entries", entries: [entry(1, { from: "visitor", clientId: good?.clientId })] });
    page.obey({ do: "retry", id: clientId });
    await vi.advanceTimersByTimeAsync(0);
    expect(socket().of("message").at(-1)).toEqual({ type: "message", clientId, text: "bad" });
    page.obey({ do: "remove", id: clientId });
    expect(shown().unsent).toEqual([]);
  });
});

describe("the address", () => {
  test("goes with the message, and is known once that is stored", async () => {
    await linked({ availability: { mode: "messenger", agents: [] } });
    await write("hello", "kim@post.example");
    const [sent] = socket().of("message");
    expect(sent?.email).toBe("kim@post.example");
    socket().say({ type: "entries", entries: [entry(1, { from: "visitor", clientId: sent?.clientId })] });
    expect(shown().email).toBe("kim@post.example");
  });

  const written = { visitor: { id: "v" }, conversation: conversation(0) };

  test("given later waits for the link, and is known once the hub has it", async () => {
    localStorage.setItem(name, token);
    await linked(written);
    socket().end();
    page.obey({ do: "email", email: "kim@post.example" });
    expect(shown()).toMatchObject({ email: "", unsent: [{ text: "", email: "kim@post.example" }] });
    await vi.advanceTimersByTimeAsync(500);
    socket().accept();
    socket().say(welcomed(written));
    await vi.advanceTimersByTimeAsync(0);
    const [sent] = socket().of("email");
    expect(sent?.email).toBe("kim@post.example");
    expect(shown().email).toBe("");
    socket().say({ type: "ack", ref: sent?.ref ?? "", at: 5 });
    expect(shown()).toMatchObject({ email: "kim@post.example", unsent: [] });
    expect(Object.keys(localStorage)).toEqual([name]);
  });

  test("given later goes after the messages that were written before", async () => {
    await linked();
    await write("hello");
    page.obey({ do: "email", email: "kim@post.example" });
    await vi.advanceTimersByTimeAsync(0);
    expect(socket().of("email")).toEqual([]);
    const { clientId } = socket().of("message")[0] ?? {};
    socket().say({ type: "entries", entries: [entry(1, { from: "visitor", clientId })] });
    await vi.advanceTimersByTimeAsync(0);
    expect(socket().of("email")).toHaveLength(1);
  });

  test("given later and left with before the hub has it, is sent by the page visited next", async () => {
    localStorage.setItem(name, token);
    await linked(written);
    socket().end();
    page.obey({ do: "email", email: "kim@post.example" });
    forget(); // the page is left
    vi.clearAllTimers();
    forget = trackListeners();
    await linked(written);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(socket().of("email")).toMatchObject([{ email: "kim@post.example" }]);
  });

  test("that the hub does not take is asked for again", async () => {
    localStorage.setItem(name, token);
    await linked({ visitor: { id: "v" }, conversation: conversation(0) });
    page.obey({ do: "email", email: "a..b@c" });
    await vi.advanceTimersByTimeAsync(0);
    const { ref } = socket().of("email")[0] ?? {};
    socket().say({ type: "error", ref, code: "invalid", message: "", field: "email" });
    expect(shown()).toMatchObject({ email: "", emailRefused: true, unsent: [] });
    page.obey({ do: "email", email: "kim@post.example" });
    await vi.advanceTimersByTimeAsync(0);
    socket().say({ type: "ack", ref: socket().of("email")[1]?.ref ?? "", at: 5 });
    expect(shown()).toMatchObject({ email: "kim@post.example", emailRefused: false });
  });
});

describe("the log", () => {
  test("goes on after a new connection where it ended", async () => {
    localStorage.setItem(name, token);
    await linked({ visitor: { id: "v" }, conversation: conversation(2), entries: [entry(1), entry(2)] });
    socket().end();
    await vi.advanceTimersByTimeAsync(500);
    socket().accept();
    expect(socket().of("hello")).toMatchObject([{ after: 2, token }]);
    socket().say(welcomed({ entries: [entry(3)] }));
    expect(shown().log.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  test("begins anew where the hub sends only the newest", async () => {
    localStorage.setItem(name, token);
    await linked({ entries: [entry(1), entry(2)] });
    socket().say(welcomed({ entries: [entry(300), entry(301)] }));
    expect(shown().log.map(({ seq }) => seq)).toEqual([300, 301]);
  });

  test("has a gap fetched", async () => {
    localStorage.setItem(name, token);
    await linked({ entries: [entry(1)] });
    socket().say({ type: "entries", entries: [entry(3)] });
    expect(socket().of("fetch")).toEqual([{ type: "fetch", after: 1 }]);
    socket().say({ type: "entries", entries: [entry(2), entry(3)] });
    expect(shown().log.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  test("of another visitor is forgotten when the stored token is another's", async () => {
    localStorage.setItem(name, token);
    await linked({ entries: [entry(1)] });
    const other = "U".repeat(43);
    localStorage.setItem(name, other);
    dispatchEvent(Object.assign(new Event("storage"), { key: name, newValue: other }));
    expect(socket().of("adopt")).toEqual([{ type: "adopt", token: other, after: 0 }]);
    expect(shown().log).toEqual([]);
  });

  test("counts what agents said and nobody has seen, here or in another tab", async () => {
    localStorage.setItem(name, token);
    const entries = [
      entry(1),
      entry(2, { from: "visitor" }),
      entry(3),
      entry(4, { kind: "closed" }),
      entry(5),
    ];
    await linked({ conversation: conversation(5, 1), entries });
    expect(page.unread).toBe(2);
    socket().say({ type: "conversation", ...conversation(5, 3) });
    expect(page.unread).toBe(1);
    page.obey({ do: "read", seq: 5 });
    page.obey({ do: "read", seq: 3 });
    expect(page.unread).toBe(0);
    expect(socket().of("read")).toEqual([{ type: "read", seq: 5 }]);
  });

  test("tells the chat that nobody answered in time, until that is over", async () => {
    await linked({
      conversation: { ...conversation(1), missed: true },
      entries: [entry(1, { from: "visitor" })],
    });
    expect(shown().missed).toBe(true);
    socket().say({ type: "conversation", ...conversation(2) });
    expect(shown().missed).toBe(false);
  });

  test("tells with the next welcome what was read without a link", async () => {
    localStorage.setItem(name, token);
    await linked({ conversation: conversation(1), entries: [entry(1)] });
    socket().end();
    page.obey({ do: "read", seq: 1 });
    vi.advanceTimersByTime(500);
    socket().accept();
    socket().say(welcomed({ conversation: conversation(1) }));
    expect(socket().of("read")).toEqual([{ type: "read", seq: 1 }]);
  });
});

test("another tab's first message makes this tab the same visitor", async () => {
  await linked();
  localStorage.setItem(name, token);
  dispatchEvent(Object.assign(new Event("storage"), { key: name, newValue: token }));
  expect(socket().of("adopt")).toEqual([{ type: "adopt", token, after: 0 }]);
  await write("mine");
  expect(socket().of("adopt")).toHaveLength(1);
  expect(socket().of("message")).toHaveLength(1);
});

test("tells the page a single-page app went to, with the next sign of life", async () => {
  await linked();
  history.pushState({}, "", "/next");
  socket().say({ type: "beat" });
  socket().say({ type: "beat" });
  expect(
    socket()
      .of("page")
      .map(({ page }) => new URL(page.url).pathname),
  ).toEqual(["/next"]);
});

describe("the talk", () => {
  const failed = () => Promise.reject(new Error("no answer"));

  test("is not fetched for a visitor who has not written and does not reach for the launcher", async () => {
    start();
    socket().accept();
    socket().say(welcomed());
    await vi.advanceTimersByTimeAsync(8_000);
    socket().say({ type: "beat" });
    expect(fetchTalk).not.toHaveBeenCalled();
    expect(shown().face).toBe("live");
  });

  test("has the chat ready once the visitor reaches for the launcher, and gives it the keyboard when it opens", async () => {
    await linked();
    expect(page.chat).toEqual(["prepared"]);
    page.approach();
    await vi.advanceTimersByTimeAsync(0);
    expect(fetchTalk).toHaveBeenCalledTimes(1);
    page.toggle();
    expect(page.chat.at(-1)).toBe("focused");
    expect(shown().open).toBe(true);
  });

  test("that comes after the launcher was pressed opens the chat then", async () => {
    let come = () => {};
    fetchTalk.mockReturnValue(
      new Promise((resolve) => {
        come = () => resolve({ createTalk });
      }),
    );
    start();
    socket().accept();
    socket().say(welcomed());
    page.toggle();
    page.toggle();
    page.toggle();
    expect(page.chat).toEqual([]);
    come();
    await vi.advanceTimersByTimeAsync(0);
    expect(page.chat).toEqual(["prepared", "focused"]);
    expect(fetchTalk).toHaveBeenCalledTimes(1);
    expect(shown()).toMatchObject({ face: "live", agents: [ana], linked: true, open: true });
  });

  test("is there before the first hello of a visitor who has a token, and loads no chat", async () => {
    localStorage.setItem(name, token);
    start();
    expect(Socket.all).toEqual([]);
    await vi.advanceTimersByTimeAsync(0);
    socket().accept();
    expect(socket().sent).toMatchObject([{ type: "hello", token, after: 0 }]);
    expect(page.chat).toEqual([]);
  });

  test("that does not come is fetched again until it does, and then has the token and all that is unsent", async () => {
    localStorage.setItem(name, token);
    localStorage.setItem(`${name}:m1`, JSON.stringify({ id: "m1", text: "left behind", at: 1 }));
    fetchTalk.mockImplementation(failed);
    start();
    await vi.advanceTimersByTimeAsync(0);
    socket().accept();
    expect(socket().of("hello")).toMatchObject([{ token: "" }]);
    socket().say(welcomed());
    expect(shown().face).toBe("live");
    await vi.advanceTimersByTimeAsync(5_000);
    expect(fetchTalk.mock.calls.length).toBeGreaterThan(1);
    fetchTalk.mockResolvedValue({ createTalk });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(socket().of("adopt")).toEqual([{ type: "adopt", token, after: 0 }]);
    socket().say(welcomed());
    await vi.advanceTimersByTimeAsync(0);
    expect(socket().of("message")).toMatchObject([{ clientId: "m1", text: "left behind" }]);
    expect(localStorage.getItem(`${name}:m1`)).not.toBeNull(); // until it has a number
    const attempts = fetchTalk.mock.calls.map(([attempt]) => attempt);
    expect(new Set(attempts).size).toBe(attempts.length);
  });

  test("is fetched when another tab writes first, whose visitor this tab then is", async () => {
    start();
    socket().accept();
    socket().say(welcomed());
    dispatchEvent(Object.assign(new Event("storage"), { key: "cart", newValue: "1" }));
    expect(fetchTalk).not.toHaveBeenCalled();
    localStorage.setItem(name, token);
    dispatchEvent(Object.assign(new Event("storage"), { key: name, newValue: token }));
    await vi.advanceTimersByTimeAsync(0);
    expect(socket().of("adopt")).toEqual([{ type: "adopt", token, after: 0 }]);
    socket().say(welcomed({ conversation: conversation(1), entries: [entry(1)] }));
    expect(page.unread).toBe(1);
    expect(page.chat).toEqual([]);
  });

  test("is not missed where the page may not use its storage", () => {
    vi.stubGlobal("localStorage", undefined);
    start();
    socket().accept();
    socket().say(welcomed());
    expect(shown().face).toBe("live");
  });
});

describe("a site with targeted chats", () => {
  const face = siteFace({ name: "Lindqvist", visit: true });
  const offer = { type: "targeted", rule: "r1", text: "Can I help?", agent: ana, at: 7 } as const;
  const reports = () => socket().sent.filter(({ type }) => type === "page");
  /** Fetching what a talk imports takes more than promises. */
  const come = () => vi.waitFor(() => expect(reports()).toHaveLength(1));

  async function told() {
    start();
    socket().accept();
    socket().say(welcomed({ site: face }));
    await come();
  }

  test("is told what its rules want to know, and no other", async () => {
    start();
    socket().accept();
    localStorage.setItem(`parley-visits:${site}`, "{}");
    socket().say(welcomed());
    await vi.advanceTimersByTimeAsync(0);
    expect(fetchTalk).not.toHaveBeenCalled();
    expect(localStorage.length).toBe(0);
    socket().say(welcomed({ site: face }));
    await come();
    expect(reports()).toEqual([
      expect.objectContaining({ page: expect.anything(), pages: 1, visits: 1, shown: [] }),
    ]);
    expect(localStorage.getItem(name)).toBeNull();
  });

  test("has its chat shown as a card, and the answer names the rule", async () => {
    await told();
    socket().say(offer);
    expect(shown()).toMatchObject({ card: true, open: false, asked: offer });
    page.obey({ do: "shown" });
    expect(socket().sent).toContainEqual({ type: "shown", rule: "r1" });
    page.obey({ do: "open" });
    expect(shown()).toMatchObject({ card: false, open: true, asked: offer });
    await write("Yes");
    await vi.advanceTimersByTimeAsync(1_000);
    socket().say(welcomed({ site: face }));
    expect(socket().sent).toContainEqual(
      expect.objectContaining({ type: "message", text: "Yes", answers: "r1" }),
    );
    socket().say({
      type: "entries",
      entries: [entry(1, { kind: "targeted", from: "site", author: site })],
    });
    expect(shown().asked).toBeUndefined();
  });

  test("gives the keyboard to the launcher when its card is closed", async () => {
    await told();
    socket().say(offer);
    page.obey({ do: "shown" });
    expect(page.left).toBe(0);
    page.obey({ do: "dismiss" });
    expect(shown()).toMatchObject({ card: false, open: false });
    expect(page.left).toBe(1);
  });

  test("gets none shown once a conversation is open", async () => {
    await told();
    socket().say(offer);
    socket().say({ type: "conversation", ...conversation(0) });
    expect(shown()).toMatchObject({ card: false });
    expect(shown().asked).toBeUndefined();
  });
});

/** What the line for the website keeps of a call that comes before this script. */
function argumentsOf(..._: unknown[]): Iterable<unknown> {
  // biome-ignore lint/complexity/noArguments: it is what the line keeps
  return arguments;
}

describe("what the page says of its visitor", () => {
  test("is told to a site that knows the visitor", async () => {
    localStorage.setItem(name, token);
    const before = Object.assign(() => {}, { q: [argumentsOf("set", { plan: "pro" })] });
    vi.stubGlobal("Parley", before);
    takeCalls(() => {});
    start();
    await vi.advanceTimersByTimeAsync(0);
    socket().accept();
    socket().say(welcomed());
    await vi.waitFor(() =>
      expect(socket().sent).toContainEqual(expect.objectContaining({ attributes: { plan: "pro" } })),
    );
    window.Parley?.("set", { plan: "basic" });
    expect(socket().sent.at(-1)).toMatchObject({ type: "page", attributes: { plan: "basic" } });
  });
});

describe("a visitor of a site that asks whom the first message is for", () => {
  const asking = siteFace({ groups: [{ id: "g1", name: "Sales" }] });

  test("says the choice at once, again on the next connection, and with the first message", async () => {
    await linked({ site: asking });
    expect(shown().group).toBe("");
    page.obey({ do: "choose", group: "g1" });
    expect(socket().of("choose")).toEqual([{ type: "choose", group: "g1" }]);
    expect(shown().group).toBe("g1");
    socket().end();
    await vi.advanceTimersByTimeAsync(1_000);
    socket().accept();
    socket().say(welcomed({ site: asking }));
    expect(socket().of("choose")).toEqual([{ type: "choose", group: "g1" }]);
    await write("Hello");
    expect(socket().of("message")).toMatchObject([{ text: "Hello", group: "g1" }]);
  });

  test("keeps it with what is unsent, for a page that comes later", async () => {
    await linked({ site: asking });
    page.obey({ do: "choose", group: "g1" });
    socket().end();
    page.obey({ do: "send", text: "Hello" });
    const kept = Object.entries(localStorage).filter(([key]) => key.startsWith(`${name}:`));
    expect(kept.map(([, value]) => JSON.parse(value))).toMatchObject([{ text: "Hello", group: "g1" }]);
  });

  test("has chosen none once the group is gone", async () => {
    await linked({ site: asking });
    page.obey({ do: "choose", group: "g1" });
    socket().say(welcomed());
    expect(shown().group).toBe("");
    await write("Hello");
    expect(socket().of("message")[0]).not.toHaveProperty("group");
  });
});
