import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { trackListeners } from "../doubles/listeners.double.ts";
import { hello } from "../port.ts";
import { connect } from "./connect.ts";

const port = () => ({
  postMessage: vi.fn(),
  onmessage: undefined as undefined | ((event: { data: unknown }) => void),
});
const receive = (fields: object) =>
  dispatchEvent(Object.assign(new Event("message"), { ports: [], ...fields }));

let forget: () => void;
beforeEach(() => {
  forget = trackListeners();
});
afterEach(() => forget());

test("takes a port only from the embedding page, and only with the word", () => {
  const begin = vi.fn();
  const say = connect(begin);
  const strange = port();
  receive({ source: {}, data: hello, ports: [strange] });
  receive({ source: window.parent, data: "other", ports: [strange] });
  receive({ source: window.parent, data: hello });
  say({ do: "close" });
  expect(strange.postMessage).not.toHaveBeenCalled();
  expect(begin).not.toHaveBeenCalled();

  const given = port();
  receive({ source: window.parent, data: hello, ports: [given] });
  expect(given.postMessage).toHaveBeenCalledExactlyOnceWith({ do: "ready" });
  say({ do: "close" });
  expect(given.postMessage).toHaveBeenLastCalledWith({ do: "close" });
});

test("begins with the first model and shows the others", () => {
  const show = vi.fn();
  const begin = vi.fn(() => show);
  connect(begin);
  const given = port();
  receive({ source: window.parent, data: hello, ports: [given] });
  given.onmessage?.({ data: 1 });
  given.onmessage?.({ data: 2 });
  expect(begin).toHaveBeenCalledExactlyOnceWith(1);
  expect(show).toHaveBeenCalledExactlyOnceWith(2);
});
