import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { hello, type Model, type Wish } from "../port.ts";
import { createHost, elementId } from "./host.ts";

const labels = {
  title: "Chat",
  open: "Open chat",
  live: "somebody is here",
  close: "Close chat",
  unread: "new message",
};
const model = { face: "live", open: false } as Model;

let host: ReturnType<typeof createHost>;
const toggle = vi.fn();
const obey = vi.fn<(wish: Wish) => void>();

class Port {
  onmessage?: (event: { data: Wish }) => void;
  postMessage = vi.fn();
}
let ours: Port;
let watching: MutationObserver[];

beforeEach(() => {
  watching = [];
  vi.stubGlobal(
    "MutationObserver",
    class extends MutationObserver {
      constructor(callback: MutationCallback) {
        super(callback);
        watching.push(this);
      }
    },
  );
  // Frames are not loaded here: the test says when the chat has come.
  vi.spyOn(HTMLIFrameElement.prototype, "src", "set").mockImplementation(() => {});
  vi.stubGlobal(
    "MessageChannel",
    class {
      port1 = new Port();
      port2 = new Port();
      constructor() {
        ours = this.port1;
      }
    },
  );
  host = createHost("https://hub.example", "SITE", labels, toggle, obey);
});
afterEach(() => {
  for (const observer of watching) observer.disconnect();
  element().remove();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  toggle.mockReset();
  obey.mockReset();
});

const element = () => document.getElementById(elementId) as HTMLElement;
const part = <T extends Element>(selector: string) => element().shadowRoot?.querySelector(selector) as T;
const button = () => part<HTMLButtonElement>("button");
const frame = () => part<HTMLIFrameElement>("iframe");

test.each([
  [{ face: "live", open: false }, 0, { label: "Open chat, somebody is here", badge: "", hidden: false }],
  [{ face: "messenger", open: false }, 0, { label: "Open chat", badge: "", hidden: false }],
  [{ face: "messenger", open: false }, 2, { label: "Open chat, new message", badge: "2", hidden: false }],
  [{ face: "live", open: true }, 0, { label: "Close chat", badge: "", hidden: false }],
  [{ face: "hidden", open: false }, 0, { label: "Open chat", badge: "", hidden: true }],
] as const)("draws %j with %i unread", (change, unread, want) => {
  host.show({ ...model, ...change }, unread);
  const { availability, state } = element().dataset;
  expect({ availability, state }).toEqual({
    availability: change.face,
    state: change.open ? "open" : "closed",
  });
  expect({
    label: button().getAttribute("aria-label"),
    badge: part("i").textContent,
    hidden: button().hidden,
  }).toEqual(want);
});

test("loads the chat when the pointer or the keyboard reaches the launcher, once", () => {
  expect(frame()).toBeNull();
  button().dispatchEvent(new Event("pointerenter"));
  const loaded = frame();
  expect(loaded?.title).toBe("Chat");
  button().dispatchEvent(new Event("focus"));
  expect(frame()).toBe(loaded);
});

test("hands the port to the hub's own page, then the model and back the wishes", () => {
  host.turn(true);
  const posted = vi.fn();
  vi.spyOn(frame(), "contentWindow", "get").mockReturnValue({ postMessage: posted } as unknown as Window);
  frame().dispatchEvent(new Event("load"));
  expect(posted).toHaveBeenCalledWith(hello, "https://hub.example", [expect.any(Port)]);
  ours.onmessage?.({ data: { do: "ready" } });
  expect(obey).toHaveBeenCalledWith({ do: "ready" });
  host.show(model, 0);
  expect(ours.postMessage).toHaveBeenCalledWith(model);
  ours.onmessage?.({ data: { do: "close" } });
  expect(obey).toHaveBeenLastCalledWith({ do: "close" });
});

test("makes the panel as tall as the chat asks, and again as tall as it may be", () => {
  host.turn(true);
  frame().dispatchEvent(new Event("load"));
  const { style } = part<HTMLElement>("div");
  ours.onmessage?.({ data: { do: "fit", height: 420 } });
  expect(style.getPropertyValue("--fit")).toBe("420px");
  ours.onmessage?.({ data: { do: "fit", height: 0 } });
  expect(style.getPropertyValue("--fit")).toBe("");
  expect(obey).not.toHaveBeenCalled();
});

test("stays when a single-page app puts in a new body, and comes back when it is removed", async () => {
  const kept = element();
  document.body.replaceWith(document.createElement("body"));
  expect(element()).toBe(kept);
  kept.remove();
  await vi.waitFor(() => expect(element()).toBe(kept));
});
