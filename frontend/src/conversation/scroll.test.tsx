import { fireEvent, screen } from "@solidjs/testing-library";
import { expect, test } from "vitest";
import type { Link } from "../../shared/local.ts";
import { settle, showWindow } from "../testing/desk.tsx";
import { message, now, reading, state } from "../testing/state.ts";

/** Shows a long log, with more before it, and scrolls it to its top. */
async function scrollToTop(link: Link) {
  const shown = reading([message(8, "Eight"), message(9, "Nine")]);
  if (shown.focus) shown.focus.earlier = true;
  const desk = await showWindow(state({ session: { ...shown, link } }));
  desk.refuse("Earlier", "unavailable: there is no link to the hub");
  const log = screen.getByRole("log");
  Object.defineProperties(log, { scrollHeight: { value: 1000 }, clientHeight: { value: 200 } });
  fireEvent.scroll(log); // the page is laid out
  log.scrollTop = 0;
  fireEvent.scroll(log);
  await settle();
  return desk;
}

test("near the top earlier entries are asked for; a hub that cannot give them is no notice", async () => {
  const desk = await scrollToTop({ phase: "linked", since: now });
  expect(desk.called("Earlier")).toEqual([["Earlier", "sophie"]]);
  expect(screen.queryByRole("alert")).toBeNull();
});

test("without a link they are asked for by hand only, which is answered", async () => {
  const desk = await scrollToTop({ phase: "lost", since: now });
  expect(desk.called("Earlier")).toEqual([]);
  fireEvent.click(screen.getByRole("button", { name: "Show earlier messages" }));
  expect((await screen.findByRole("alert")).textContent).toContain("The hub does not answer");
});
