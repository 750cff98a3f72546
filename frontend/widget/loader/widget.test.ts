import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Entry, ToVisitor, VisitorWelcome } from "../../shared/protocol.ts";
import type { Model, Wish } from "../port.ts";
import { siteFace } from "../site.double.ts";
import { trackListeners } from "./listeners.double.ts";
import { type Socket, stubSockets } from "./socket.double.ts";
import { startWidget } from "./widget.ts";

const host = vi.hoisted(() => ({
  model: undefined as Model | undefined,
  unread: 0,
  toggle: () => {},
  obey: (_: Wish) => {},
}));
vi.mock("./host.ts", () => ({
  createHost: (
    _hub: string,
    _site: string,
    _labels: unknown,
    toggle: () => void,
    obey: (wish: Wish) => void,
  ) => {
    Object.assign(host, { toggle, obey });
    return {
      show: (model: Model, unread: number) => Object.assign(host, { model: structuredClone(model), unread }),
      turn: () => {},
      mend: () => {},
    };
  },
}));

const site = "SITE0000000000001";
const name = `parley:${site}`;
const token = "T".repeat(43);
const ana = { id: "a1", name: "Ana Berger" };

let socket: () => Socket;
let forget: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
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
const shown = () => host.model as Model;

function start() {
  startWidget("https://hub.example", site, "en", { title: "", open: "", live: "", close: "", unread: "" });
}

/** Starts a widget and has the hub welcome it. */
function linked(change?: Partial<VisitorWelcome>) {
  start();
  socket().accept();
  socket().say(welcomed(change));
}

/** Writes a message and lets its token settle. */
async function write(text: string, email?: string) {
  host.obey({ do: "send", text, email });
  await vi.advanceTimersByTimeAsync(1_000);
}

describe("the face", () => {
  test("is hidden until the hub has answered, then what it told, at once", () => {
    start();
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

  test("does not hide while the chat is open", () => {
    linked();
    host.toggle();
    socket().say({ type: "availability", mode: "hidden", agents: [] });
    expect(shown()).toMatchObject({ face: "messenger", open: true });
    host.obey({ do: "close" });
    expect(shown()).toMatchObject({ face: "hidden", open: false });
  });

  test("is the messenger 20 s after the last sign of life at most, on a dead cable", () => {
    linked();
    vi.advanceTimersByTime(8_000);
    socket().say({ type: "beat" });
    vi.advanceTimersByTime(17_900);
    expect(shown().face).toBe("live");
    vi.advanceTimersByTime(2_100);
    expect(shown()).toMatchObject({ face: "messenger", linked: false });
  });

  test("is the messenger 20 s after the last sign of life at most, when every new dial fails", () => {
    linked();
    vi.advanceTimersByTime(7_000);
    socket().end();
    expect(shown()).toMatchObject({ face: "live", linked: false });
    for (let second = 7; second < 20; second++) {
      vi.advanceTimersByTime(1_000);
      if (socket().readyState === 0) socket().end();
    }
    expect(shown().face).toBe("messenger");
  });

  test("does not change for a hub that is back within seconds", () => {
    linked();
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

  test("is hidden where the hub will not have this page", () => {
    linked();
    socket().end(4502);
    vi.advanceTimersByTime(60_000);
    expect(shown().face).toBe("hidden");
  });
});

describe("writing", () => {
  test("stores nothing before Send, then the token and the message until it has a number", async () => {
    linked();
    host.toggle();
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
    linked();
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
    linked();
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
    linked();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(socket().of("adopt")).toHaveLength(1);
    expect(socket().of("message")).toMatchObject([{ clientId: "m1", text: "left behind" }]);
  });

  test.each(["busy", "unavailable", "internal"] as const)(
    "tries again after %s, the next only then",
    async (code) => {
      linked();
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
    linked();
    await write("bad", "ana@shop.example");
    await write("good");
    const { clientId = "" } = socket().of("message")[0] ?? {};
    socket().say({ type: "error", ref: clientId, code: "invalid", message: "no", field: "email" });
    await vi.advanceTimersByTimeAsync(0);
    expect(shown().unsent).toMatchObject([{ text: "bad", refused: "email" }, { text: "good" }]);
    const good = socket().of("message").at(-1);
    expect(good?.text).toBe("good");
    socket().say({ type: "entries", entries: [entry(1, { from: "visitor", clientId: good?.clientId })] });
    host.obey({ do: "retry", id: clientId });
    await vi.advanceTimersByTimeAsync(0);
    expect(socket().of("message").at(-1)).toEqual({ type: "message", clientId, text: "bad" });
    host.obey({ do: "remove", id: clientId });
    expect(shown().unsent).toEqual([]);
  });
});

describe("the address", () => {
  test("goes with the message, and is known once that is stored", async () => {
    linked({ availability: { mode: "messenger", agents: [] } });
    await write("hello", "kim@post.example");
    const [sent] = socket().of("message");
    expect(sent?.email).toBe("kim@post.example");
    socket().say({ type: "entries", entries: [entry(1, { from: "visitor", clientId: sent?.clientId })] });
    expect(shown().email).toBe("kim@post.example");
  });

  const written = { visitor: { id: "v" }, conversation: conversation(0) };

  test("given later waits for the link, and is known once the hub has it", async () => {
    localStorage.setItem(name, token);
    linked(written);
    socket().end();
    host.obey({ do: "email", email: "kim@post.example" });
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
    linked();
    await write("hello");
    host.obey({ do: "email", email: "kim@post.example" });
    await vi.advanceTimersByTimeAsync(0);
    expect(socket().of("email")).toEqual([]);
    const { clientId } = socket().of("message")[0] ?? {};
    socket().say({ type: "entries", entries: [entry(1, { from: "visitor", clientId })] });
    await vi.advanceTimersByTimeAsync(0);
    expect(socket().of("email")).toHaveLength(1);
  });

  test("given later and left with before the hub has it, is sent by the page visited next", async () => {
    localStorage.setItem(name, token);
    linked(written);
    socket().end();
    host.obey({ do: "email", email: "kim@post.example" });
    forget(); // the page is left
    vi.clearAllTimers();
    forget = trackListeners();
    linked(written);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(socket().of("email")).toMatchObject([{ email: "kim@post.example" }]);
  });

  test("that the hub does not take is asked for again", async () => {
    localStorage.setItem(name, token);
    linked({ visitor: { id: "v" }, conversation: conversation(0) });
    host.obey({ do: "email", email: "a..b@c" });
    await vi.advanceTimersByTimeAsync(0);
    const { ref } = socket().of("email")[0] ?? {};
    socket().say({ type: "error", ref, code: "invalid", message: "", field: "email" });
    expect(shown()).toMatchObject({ email: "", emailRefused: true, unsent: [] });
    host.obey({ do: "email", email: "kim@post.example" });
    await vi.advanceTimersByTimeAsync(0);
    socket().say({ type: "ack", ref: socket().of("email")[1]?.ref ?? "", at: 5 });
    expect(shown()).toMatchObject({ email: "kim@post.example", emailRefused: false });
  });
});

describe("the log", () => {
  test("goes on after a new connection where it ended", async () => {
    localStorage.setItem(name, token);
    linked({ visitor: { id: "v" }, conversation: conversation(2), entries: [entry(1), entry(2)] });
    socket().end();
    await vi.advanceTimersByTimeAsync(500);
    socket().accept();
    expect(socket().of("hello")).toMatchObject([{ after: 2, token }]);
    socket().say(welcomed({ entries: [entry(3)] }));
    expect(shown().log.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  test("begins anew where the hub sends only the newest", () => {
    localStorage.setItem(name, token);
    linked({ entries: [entry(1), entry(2)] });
    socket().say(welcomed({ entries: [entry(300), entry(301)] }));
    expect(shown().log.map(({ seq }) => seq)).toEqual([300, 301]);
  });

  test("has a gap fetched", () => {
    localStorage.setItem(name, token);
    linked({ entries: [entry(1)] });
    socket().say({ type: "entries", entries: [entry(3)] });
    expect(socket().of("fetch")).toEqual([{ type: "fetch", after: 1 }]);
    socket().say({ type: "entries", entries: [entry(2), entry(3)] });
    expect(shown().log.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  test("of another visitor is forgotten when the stored token is another's", () => {
    localStorage.setItem(name, token);
    linked({ entries: [entry(1)] });
    const other = "U".repeat(43);
    localStorage.setItem(name, other);
    dispatchEvent(Object.assign(new Event("storage"), { key: name, newValue: other }));
    expect(socket().of("adopt")).toEqual([{ type: "adopt", token: other, after: 0 }]);
    expect(shown().log).toEqual([]);
  });

  test("counts what agents said and nobody has seen, here or in another tab", () => {
    localStorage.setItem(name, token);
    const entries = [
      entry(1),
      entry(2, { from: "visitor" }),
      entry(3),
      entry(4, { kind: "closed" }),
      entry(5),
    ];
    linked({ conversation: conversation(5, 1), entries });
    expect(host.unread).toBe(2);
    socket().say({ type: "conversation", ...conversation(5, 3) });
    expect(host.unread).toBe(1);
    host.obey({ do: "read", seq: 5 });
    host.obey({ do: "read", seq: 3 });
    expect(host.unread).toBe(0);
    expect(socket().of("read")).toEqual([{ type: "read", seq: 5 }]);
  });

  test("tells the chat that nobody answered in time, until that is over", () => {
    linked({ conversation: { ...conversation(1), missed: true }, entries: [entry(1, { from: "visitor" })] });
    expect(shown().missed).toBe(true);
    socket().say({ type: "conversation", ...conversation(2) });
    expect(shown().missed).toBe(false);
  });

  test("tells with the next welcome what was read without a link", () => {
    localStorage.setItem(name, token);
    linked({ conversation: conversation(1), entries: [entry(1)] });
    socket().end();
    host.obey({ do: "read", seq: 1 });
    vi.advanceTimersByTime(500);
    socket().accept();
    socket().say(welcomed({ conversation: conversation(1) }));
    expect(socket().of("read")).toEqual([{ type: "read", seq: 1 }]);
  });
});

test("another tab's first message makes this tab the same visitor", async () => {
  linked();
  localStorage.setItem(name, token);
  dispatchEvent(Object.assign(new Event("storage"), { key: name, newValue: token }));
  expect(socket().of("adopt")).toEqual([{ type: "adopt", token, after: 0 }]);
  await write("mine");
  expect(socket().of("adopt")).toHaveLength(1);
  expect(socket().of("message")).toHaveLength(1);
});

test("tells the page a single-page app went to, with the next sign of life", () => {
  linked();
  history.pushState({}, "", "/next");
  socket().say({ type: "beat" });
  socket().say({ type: "beat" });
  expect(
    socket()
      .of("page")
      .map(({ page }) => new URL(page.url).pathname),
  ).toEqual(["/next"]);
});
