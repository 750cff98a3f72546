import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { hello, type Model, type Wish } from "../port.ts";
import { createFrame } from "./frame.ts";

const model = { face: "live", open: false } as Model;

class Port {
  onmessage?: (event: { data: Wish }) => void;
  postMessage = vi.fn();
}
let ours: Port;
let panel: HTMLElement;
let chat: ReturnType<typeof createFrame>;
const src = vi.fn();
const obey = vi.fn<(wish: Wish) => void>();
const screen = { scale: 1, offsetTop: 20, height: 300, onresize: () => {} };

beforeEach(() => {
  // Frames are not loaded here: the test says when the chat has come.
  vi.spyOn(HTMLIFrameElement.prototype, "src", "set").mockImplementation(src);
  vi.stubGlobal("visualViewport", screen);
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
  panel = document.createElement("div");
  document.body.append(panel);
  chat = createFrame("https://hub.example", "SITE", panel, "Chat", obey);
});
afterEach(() => {
  panel.remove();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  src.mockReset();
  obey.mockReset();
});

const frame = () => panel.querySelector("iframe") as HTMLIFrameElement;
const set = (name: string) => panel.style.getPropertyValue(name);

test("loads the chat once, and only when it is wanted", () => {
  expect(frame()).toBeNull();
  chat.mend();
  expect(frame()).toBeNull();
  chat.prepare();
  expect(frame().title).toBe("Chat");
  chat.prepare();
  expect(src.mock.calls).toEqual([["https://hub.example/chat/?site=SITE"]]);
});

test("loads the chat again if it did not come", () => {
  chat.prepare();
  chat.mend();
  expect(src).toHaveBeenCalledTimes(2);
  frame().dispatchEvent(new Event("load"));
  ours.onmessage?.({ data: { do: "ready" } });
  chat.mend(); // it wants the model, and is not drawn yet
  expect(src).toHaveBeenCalledTimes(3);
  frame().dispatchEvent(new Event("load"));
  ours.onmessage?.({ data: { do: "fit", height: 0 } });
  chat.mend();
  expect(src).toHaveBeenCalledTimes(3);
});

test("loads the chat again if it wanted to load itself anew, and did not come", () => {
  chat.prepare();
  frame().dispatchEvent(new Event("load"));
  ours.onmessage?.({ data: { do: "fit", height: 0 } });
  frame().dispatchEvent(new Event("load"));
  chat.mend();
  expect(src).toHaveBeenCalledTimes(2);
});

test("hands the port to the hub's own page, then the model and back the wishes", () => {
  chat.focus();
  const posted = vi.fn();
  vi.spyOn(frame(), "contentWindow", "get").mockReturnValue({ postMessage: posted } as unknown as Window);
  frame().dispatchEvent(new Event("load"));
  expect(posted).toHaveBeenCalledWith(hello, "https://hub.example", [expect.any(Port)]);
  ours.onmessage?.({ data: { do: "ready" } });
  expect(obey).toHaveBeenCalledWith({ do: "ready" });
  chat.show(model);
  expect(ours.postMessage).toHaveBeenCalledWith(model);
  ours.onmessage?.({ data: { do: "close" } });
  expect(obey).toHaveBeenLastCalledWith({ do: "close" });
});

test("makes the panel as tall as the chat asks, and again as tall as it may be", () => {
  chat.focus();
  frame().dispatchEvent(new Event("load"));
  ours.onmessage?.({ data: { do: "fit", height: 420 } });
  expect(set("--fit")).toBe("420px");
  ours.onmessage?.({ data: { do: "fit", height: 0 } });
  expect(set("--fit")).toBe("");
  expect(obey).not.toHaveBeenCalled();
});

test("stays above the keyboard on a phone, unless the visitor has zoomed in", () => {
  chat.focus();
  expect([set("--top"), set("--tall")]).toEqual(["20px", "300px"]);
  Object.assign(screen, { scale: 2, height: 100 });
  screen.onresize();
  expect(set("--tall")).toBe("300px");
});
