import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { renew, wasElsewhere } from "./renew.ts";

const page = (script: string, init?: ResponseInit) =>
  new Response(`<!doctype html><script type="module" src="./assets/${script}"></script>`, init);

const fetchPage = vi.fn<(address: string) => Promise<Response>>();
const reload = vi.fn();

beforeEach(() => {
  vi.stubGlobal("fetch", fetchPage);
  vi.spyOn(location, "reload").mockImplementation(reload);
  const script = document.createElement("script");
  script.type = "module";
  script.setAttribute("src", "./assets/index-1.js");
  vi.spyOn(document, "querySelector").mockReturnValue(script);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  reload.mockReset();
  window.name = "";
});

test.each([
  ["another version has the chat loaded anew", page("index-2.js"), "", 1],
  ["another version takes away nothing that is being written", page("index-2.js"), "Half a", 0],
  ["the same version leaves the chat as it is", page("index-1.js"), "", 0],
  ["a proxy without its hub leaves the chat as it is", new Response("Bad Gateway", { status: 502 }), "", 0],
])("%s", async (_, answer, draft, times) => {
  fetchPage.mockResolvedValue(answer);
  await renew(() => draft);
  expect(fetchPage).toHaveBeenLastCalledWith(location.href);
  expect(reload).toHaveBeenCalledTimes(times);
});

test.each([true, false])("the chat loaded anew knows whether it had the keyboard: %s", async (had) => {
  vi.spyOn(document, "hasFocus").mockReturnValue(had);
  fetchPage.mockResolvedValue(page("index-2.js"));
  reload.mockImplementation(() => expect(wasElsewhere()).toBe(!had));
  await renew(() => "");
  expect(reload).toHaveBeenCalledOnce();
});

test("a hub out of reach leaves the chat as it is", async () => {
  fetchPage.mockRejectedValue(new TypeError("offline"));
  await expect(renew(() => "")).rejects.toThrow("offline");
  expect(reload).not.toHaveBeenCalled();
});
