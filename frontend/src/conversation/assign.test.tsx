import { fireEvent, screen, waitFor } from "@solidjs/testing-library";
import { describe, expect, test } from "vitest";
import type { Conversation, Entry } from "../../shared/local.ts";
import { showWindow } from "../testing/desk.tsx";
import { ago, colleague, me, member, message, reading, state } from "../testing/state.ts";

const groups = [{ id: "g", name: "Sales", agents: [me.id, colleague.id] }];

function open(more: Partial<Conversation> = {}, entries: Entry[] = [message(1, "One")]) {
  return showWindow(state({ session: { ...reading(entries, more), groups } }));
}

function menu() {
  fireEvent.pointerDown(screen.getByRole("button", { name: "Assign" }), { pointerType: "mouse", button: 0 });
  return screen.findByRole("menu");
}
const pick = (name: RegExp) => {
  const entry = screen.getAllByRole("menuitem", { name })[0] as HTMLElement;
  fireEvent.pointerDown(entry, { pointerType: "mouse", button: 0 });
  fireEvent.pointerUp(entry, { pointerType: "mouse", button: 0 });
};

describe("the menu of a conversation", () => {
  test("assigns to a colleague", async () => {
    const desk = await open();
    await menu();
    pick(/^Jonas Weber/);
    await waitFor(() =>
      expect(desk.called("Assign")).toEqual([["Assign", { conversation: "sophie", agent: colleague.id }]]),
    );
  });

  test("hands over to a group, and says how many of it are Online", async () => {
    const desk = await open();
    await menu();
    pick(/^Sales\s*1 Online/);
    await waitFor(() =>
      expect(desk.called("Assign")).toEqual([["Assign", { conversation: "sophie", group: "g" }]]),
    );
  });

  test("adds only who is no member, and lets only members leave", async () => {
    const desk = await open({ members: [member(me)], assigned: me.id });
    const shown = await menu();
    expect(shown.textContent).not.toContain("Ana Berger (you)");
    const adds = screen.getAllByRole("menuitem", { name: /^Jonas Weber/ });
    expect(adds).toHaveLength(2); // to assign, and to add
    pick(/Leave/);
    await waitFor(() => expect(desk.called("LeaveConversation")).toEqual([["LeaveConversation", "sophie"]]));
  });

  test("has nothing to offer to who works alone", async () => {
    await showWindow(state({ session: { ...reading([message(1, "One")]), agents: [me] } }));
    expect(screen.queryByRole("button", { name: "Assign" })).toBeNull();
  });
});

test("Take it takes, and joins what somebody has", async () => {
  const desk = await open();
  fireEvent.click(screen.getByRole("button", { name: "Take it" }));
  await waitFor(() => expect(desk.called("Take")).toEqual([["Take", "sophie"]]));
  await desk.push((next) => {
    if (next.session?.focus) next.session.focus.conversation.members = [member(colleague)];
  });
  fireEvent.click(screen.getByRole("button", { name: "Take it" })); // pressed in the very moment: it is not joining
  await waitFor(() => expect(desk.called("Take")).toHaveLength(2));
  fireEvent.click(await screen.findByRole("button", { name: "Join" }, { timeout: 2000 }));
  await waitFor(() => expect(desk.called("Join")).toEqual([["Join", "sophie"]]));
});

test("that a colleague was faster stands in the log, and is no alert", async () => {
  const desk = await open();
  desk.refuse("Take", "conflict: Jonas Weber was faster");
  fireEvent.click(screen.getByRole("button", { name: "Take it" }));
  await desk.push((next) => {
    if (!next.session?.focus) return;
    next.session.focus.conversation.members = [member(colleague)];
    next.session.focus.beaten = true;
  });
  expect(screen.getByRole("log").textContent).toContain("Jonas Weber was faster");
  expect(screen.queryByRole("alert")).toBeNull();
});

test("system lines say who did what to whom", async () => {
  const line = (seq: number, kind: Entry["kind"], more: Partial<Entry>): Entry => ({
    seq,
    id: `e${seq}`,
    kind,
    from: "agent",
    author: colleague.id,
    name: colleague.name,
    at: ago(10),
    ...more,
  });
  const mine = { author: me.id, name: me.name };
  const toMe = { target: me.id, targetName: me.name };
  const toColleague = { target: colleague.id, targetName: colleague.name };
  await open({}, [
    line(1, "added", toMe),
    line(2, "added", { ...mine, ...toColleague }),
    line(3, "assigned", toMe),
    line(4, "assigned", { ...mine, ...toColleague }),
    line(5, "assigned", { ...mine, ...toMe }),
    line(6, "handed_over", { target: "g", targetName: "Sales" }),
    line(7, "left", {}),
    line(8, "left", mine),
  ]);
  const lines = [...document.querySelectorAll(".system-line")].map(
    (each) => each.textContent?.split(" · ")[0],
  );
  expect(lines.slice(1)).toEqual([
    "Jonas Weber added you",
    "You added Jonas Weber",
    "Jonas Weber assigned this to you",
    "You assigned this to Jonas Weber",
    "You assigned this to yourself",
    "Jonas Weber handed this over to Sales",
    "Jonas Weber left",
    "You left",
  ]);
});
