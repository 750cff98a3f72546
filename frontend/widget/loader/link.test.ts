import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { FromVisitor, ToVisitor } from "../../shared/protocol.ts";
import { trackListeners } from "../doubles/listeners.double.ts";
import { siteFace } from "../doubles/site.double.ts";
import { Socket, stubSockets } from "../doubles/socket.double.ts";
import { createLink } from "./link.ts";

const hello = { type: "fetch", after: 0 } satisfies FromVisitor; // any frame will do here
const welcome = {
  type: "welcome",
  protocol: 1,
  site: siteFace(),
  availability: { mode: "live", agents: [] },
  entries: [],
} satisfies ToVisitor;

let socket: () => Socket;
let forget: () => void;
const hear = vi.fn();
const cut = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  socket = stubSockets();
  forget = trackListeners();
});
afterEach(() => {
  forget();
  vi.clearAllTimers();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  hear.mockReset();
  cut.mockReset();
});

function link() {
  const { dial, send } = createLink("ws://hub/v1/visitor", () => hello, hear, cut);
  dial();
  return send;
}

test("greets first, then sends and hears", () => {
  const send = link();
  expect(socket().address).toBe("ws://hub/v1/visitor");
  expect(send(hello)).toBe(false);
  socket().accept();
  expect(socket().sent).toEqual([hello]);
  expect(send({ type: "read", seq: 2 })).toBe(true);
  socket().say(welcome);
  expect(hear).toHaveBeenCalledWith(welcome);
});

test("dials again after every end, each time after a longer pause at most, and soon again after a welcome", () => {
  vi.spyOn(Math, "random").mockReturnValue(1);
  link();
  const pauses = [500, 1000, 2000, 4000, 8000, 15_000, 15_000];
  for (const [tries, pause] of pauses.entries()) {
    socket().end();
    expect(cut).toHaveBeenLastCalledWith(false);
    vi.advanceTimersByTime(pause - 1);
    expect(Socket.all).toHaveLength(tries + 1);
    vi.advanceTimersByTime(1);
    expect(Socket.all).toHaveLength(tries + 2);
  }
  socket().accept();
  socket().say(welcome);
  socket().end();
  vi.advanceTimersByTime(500);
  expect(Socket.all).toHaveLength(pauses.length + 2);
});

test.each([4500, 4502, 4505, 4999])("gives up after close code %i", (code) => {
  link();
  socket().accept();
  socket().end(code);
  expect(cut).toHaveBeenCalledWith(true);
  vi.advanceTimersByTime(60_000);
  dispatchEvent(new Event("online"));
  expect(Socket.all).toHaveLength(1);
});

test.each([1001, 1006, 4002, 4499])("tries again after close code %i", (code) => {
  link();
  socket().end(code);
  vi.advanceTimersByTime(500);
  expect(Socket.all).toHaveLength(2);
});

test("a silent hub is given up after 18 s, and what the old socket still says is not heard", () => {
  link();
  const old = socket();
  old.accept();
  vi.advanceTimersByTime(17_000);
  old.say({ type: "beat" });
  vi.advanceTimersByTime(17_999);
  expect(cut).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(cut).toHaveBeenCalledExactlyOnceWith(false);
  expect(old.closed).toBe(true);
  old.say(welcome);
  old.end();
  expect(hear).toHaveBeenCalledTimes(1);
  expect(cut).toHaveBeenCalledTimes(1);
});

test("a dial that hangs is given up too", () => {
  link();
  vi.advanceTimersByTime(18_500);
  expect(Socket.all.length).toBeGreaterThan(1);
});

test("dials at once when the network is back", () => {
  vi.spyOn(Math, "random").mockReturnValue(0.9);
  link();
  for (let tries = 0; tries < 5; tries++) {
    socket().end();
    vi.advanceTimersByTime(15_000);
  }
  socket().end();
  const before = Socket.all.length;
  dispatchEvent(new Event("online"));
  expect(Socket.all).toHaveLength(before + 1);
  vi.advanceTimersByTime(15_000);
  expect(Socket.all).toHaveLength(before + 1);
});

test("a computer that wakes up does not trust the link it had", () => {
  link();
  socket().accept();
  vi.setSystemTime(Date.now() + 60_000); // timers slept
  dispatchEvent(new Event("pageshow"));
  expect(cut).toHaveBeenCalledOnce();
  expect(Socket.all).toHaveLength(2);
});
