import { fireEvent, screen, waitFor } from "@solidjs/testing-library";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { State } from "../../shared/local.ts";
import { showWindow } from "../testing/desk.tsx";
import { item, me, member, message, now, reading, session, state } from "../testing/state.ts";

beforeEach(() => {
  vi.useFakeTimers({ now, shouldAdvanceTime: true });
});
afterEach(() => {
  vi.useRealTimers();
});

const box = () => screen.getByRole<HTMLTextAreaElement>("textbox");
const write = (text: string) => fireEvent.input(box(), { target: { value: text } });
const open = (draft = "") => {
  const shown = reading([message(1, "One")]);
  if (shown.focus) shown.focus.draft = draft;
  return showWindow(state({ session: shown }));
};

/** Puts a conversation on screen. */
function focus(next: State, id: string, draft = "") {
  if (next.session)
    next.session.focus = { conversation: item(id), entries: [], earlier: false, outbox: [], draft };
}

describe("Enter", () => {
  test("sends what was written and empties the box", async () => {
    const desk = await open();
    write("  Hello there \n");
    fireEvent.keyDown(box(), { key: "Enter" });
    expect(box().value).toBe("");
    await waitFor(() => expect(desk.called("Send")).toEqual([["Send", "sophie", "Hello there"]]));
    expect(desk.called("Draft")).toEqual([]);
  });

  test.each([
    ["with Shift starts a line", { shiftKey: true }],
    ["while a word is composed belongs to the input method", { isComposing: true }],
    ["as WebKit tells it while a word is composed", { keyCode: 229 }],
  ])("%s", async (_, more) => {
    const desk = await open();
    write("Hello");
    fireEvent.keyDown(box(), { key: "Enter", ...more });
    expect(box().value).toBe("Hello");
    expect(desk.called("Send")).toEqual([]);
  });

  test("with Ctrl sends, then closes", async () => {
    const desk = await open();
    write("Bye");
    fireEvent.keyDown(box(), { key: "Enter", ctrlKey: true });
    await waitFor(() => expect(desk.called("CloseConversation")).toHaveLength(1));
    expect(desk.calls.map(([name]) => name).filter((name) => name !== "Focused" && name !== "Read")).toEqual([
      "Send",
      "CloseConversation",
    ]);
  });

  test.each(["", "   ", "x".repeat(16_385), "ä".repeat(8_193)])(
    "does nothing with a text nobody can send",
    async (text) => {
      const desk = await open();
      write(text);
      fireEvent.keyDown(box(), { key: "Enter" });
      expect(box().value).toBe(text);
      expect(desk.called("Send")).toEqual([]);
    },
  );
});

test("the longest text is 16 KiB of UTF-8", async () => {
  await open();
  write("ä".repeat(8_192));
  expect(screen.queryByText("Too long for one message")).toBeNull();
  write(`${"ä".repeat(8_192)}!`);
  expect(screen.getByText("Too long for one message")).toBeTruthy();
});

describe("a text that was refused", () => {
  const refused = async () => {
    const desk = await open();
    desk.refuse("Send", "unavailable: the disk is full");
    write("Hello");
    fireEvent.keyDown(box(), { key: "Enter" });
    return desk;
  };

  test("is back in the box, and a draft again", async () => {
    const desk = await refused();
    await waitFor(() => expect(box().value).toBe("Hello"));
    expect(screen.getByRole("alert").textContent).toBe(
      "Parley could not take the message. Its text is back where you wrote it.",
    );
    await waitFor(() => expect(desk.called("Draft")).toEqual([["Draft", "sophie", "Hello"]]));
  });

  test("stands before what was written since", async () => {
    await refused();
    write("Something else");
    await screen.findByRole("alert");
    expect(box().value).toBe("Hello\nSomething else");
  });

  test("waits in its conversation when another one is on screen by then", async () => {
    const desk = await open();
    const answer = desk.hold("Send");
    write("Hello");
    fireEvent.keyDown(box(), { key: "Enter" });
    await desk.push((next) => focus(next, "diego"));
    answer.reject("unavailable: the disk is full");
    await waitFor(() => expect(desk.called("Draft")).toEqual([["Draft", "sophie", "Hello"]]));
    expect(box().value).toBe("");
    await desk.push((next) => focus(next, "sophie"));
    expect(box().value).toBe("Hello");
  });
});

describe("the draft", () => {
  test("is there when the conversation opens, and kept after a rest", async () => {
    const desk = await open("Half a sen");
    expect(box().value).toBe("Half a sen");
    write("Half a sent");
    write("Half a sentence");
    vi.advanceTimersByTime(399);
    expect(desk.called("Draft")).toEqual([]);
    vi.advanceTimersByTime(1);
    await waitFor(() => expect(desk.called("Draft")).toEqual([["Draft", "sophie", "Half a sentence"]]));
  });

  test("belongs to its conversation when another one is opened in between", async () => {
    const desk = await open();
    write("For Sophie");
    await desk.push((next) => focus(next, "diego", "For Diego"));
    expect(box().value).toBe("For Diego");
    await waitFor(() => expect(desk.called("Draft")).toEqual([["Draft", "sophie", "For Sophie"]]));
  });

  test("on the desk does not disturb who is writing", async () => {
    const desk = await open();
    write("Hello");
    await desk.push((next) => {
      if (next.session?.focus) next.session.focus.draft = "Hel";
    });
    expect(box().value).toBe("Hello");
  });
});

describe("a desk that goes while somebody writes", () => {
  /** The desk that comes afterwards: it has no link yet, and shows nothing. */
  const fresh = () =>
    state({
      session: session({
        link: { phase: "connecting", since: now },
        agent: { id: "", name: "", role: "agent" },
      }),
    });

  /** What the session says once it is linked. */
  function linked(next: State) {
    if (!next.session) return;
    next.session.link = { phase: "linked", since: now };
    next.session.agent = me;
    next.session.conversations = [item("sophie")];
  }

  test("costs no word: the one that comes shows the conversation again and gets the draft", async () => {
    const desk = await open();
    await desk.die();
    write("Half a sentence");
    await vi.advanceTimersByTimeAsync(500);
    desk.restart(fresh());
    await waitFor(() => expect(screen.queryByRole("textbox")).toBeNull(), { timeout: 3000 });
    expect(desk.called("Focus")).toEqual([]);
    await desk.push(linked);
    await waitFor(() => expect(desk.called("Focus")).toEqual([["Focus", "sophie"]]));
    expect(desk.called("Draft")).toEqual([["Draft", "sophie", "Half a sentence"]]);
    await desk.push((next) => focus(next, "sophie"));
    expect(box().value).toBe("Half a sentence");
  });

  test("gives back what was sent meanwhile", async () => {
    const desk = await open();
    await desk.die();
    write("Hello");
    fireEvent.keyDown(box(), { key: "Enter" });
    await waitFor(() => expect(box().value).toBe("Hello"));
    expect(desk.called("Send")).toEqual([]);
    desk.restart(fresh());
    await waitFor(() => expect(screen.queryByRole("textbox")).toBeNull(), { timeout: 3000 });
    await desk.push(linked);
    await desk.push((next) => focus(next, "sophie"));
    expect(box().value).toBe("Hello");
    await waitFor(() => expect(desk.called("Draft")).toEqual([["Draft", "sophie", "Hello"]]));
  });

  test("gets even what it had accepted: it may have ended before it was kept", async () => {
    const desk = await open();
    write("Hello");
    fireEvent.blur(box());
    await waitFor(() => expect(desk.called("Draft")).toHaveLength(1));
    await desk.die();
    desk.restart(fresh());
    await waitFor(() => expect(screen.queryByRole("textbox")).toBeNull(), { timeout: 3000 });
    await desk.push(linked);
    await waitFor(() => expect(desk.called("Draft")).toHaveLength(2));
  });

  test("takes nobody away from where they went meanwhile", async () => {
    const desk = await open();
    await desk.die();
    desk.restart(fresh());
    await waitFor(() => expect(screen.queryByRole("textbox")).toBeNull(), { timeout: 3000 });
    await desk.push((next) => focus(next, "diego"));
    await desk.push((next) => {
      if (next.session) next.session.focus = null;
    });
    await desk.push(linked);
    expect(desk.called("Focus")).toEqual([]);
  });

  test("brings nobody to a conversation that was closed meanwhile when its visitor writes again", async () => {
    const desk = await open();
    await desk.die();
    desk.restart(fresh());
    await waitFor(() => expect(screen.queryByRole("textbox")).toBeNull(), { timeout: 3000 });
    await desk.push((next) => {
      linked(next);
      if (next.session) next.session.conversations = [];
    });
    await desk.push(linked);
    expect(desk.called("Focus")).toEqual([]);
  });

  test("is told again whether somebody looks", async () => {
    const desk = await open();
    const before = desk.called("Focused").length;
    await desk.die();
    desk.restart(state({ session: reading([message(1, "One")]) }));
    await waitFor(() => expect(desk.called("Focused").length).toBe(before + 1), { timeout: 3000 });
  });

  test("with another agent shows nobody's words", async () => {
    const desk = await open();
    write("Ana writes");
    await desk.push((next) => {
      next.stage = "signin";
      next.session = null;
    });
    await desk.push((next) => {
      next.stage = "inbox";
      next.session = reading([message(1, "One")]);
      next.session.agent = { id: "agentJonas01234567", name: "Jonas Weber", role: "agent" };
    });
    expect(box().value).toBe("");
  });
});

describe("what sending means stands beside the button", () => {
  test.each([
    ["Sending makes it yours", {}],
    ["Sending opens it again", { open: false }],
  ])("%s", async (words, more) => {
    await showWindow(state({ session: reading([message(1, "One")], more) }));
    expect(screen.getByText(words)).toBeTruthy();
  });

  test("nothing for a member", async () => {
    await showWindow(state({ session: reading([message(1, "One")], { members: [member(me)] }) }));
    expect(document.querySelector(".composer-hint")).toBeNull();
  });

  test.each([
    ["offline", true, "You are Offline. The visitor reads this in the chat."],
    ["offline", false, "You are Offline. The visitor has left and reads this on the next visit."],
    ["invisible", true, "You are Invisible. If you answer, this visitor alone sees you."],
  ] as const)("for an agent who is %s", async (status, here, words) => {
    const shown = reading([message(1, "One")]);
    shown.view = { status, cause: "choice", since: now, base: status, asks: false };
    if (shown.focus) shown.focus.conversation.visitor.here = here;
    const desk = await showWindow(state({ session: shown }));
    expect(screen.getByText(words)).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Go online" }));
    await waitFor(() => expect(desk.called("SetStatus")).toEqual([["SetStatus", { status: "online" }]]));
  });
});

test("an unsent message shows that it waits, or why it failed, and what can be done", async () => {
  const shown = reading([message(1, "One")]);
  const unsent = { conversation: "sophie", at: now };
  shown.link = { phase: "lost", since: now };
  shown.focus?.outbox.push(
    { ...unsent, clientId: "a", text: "Waits" },
    {
      ...unsent,
      clientId: "b",
      text: "Failed",
      failed: { type: "error", code: "forbidden", message: "not your site" },
    },
  );
  const desk = await showWindow(state({ session: session(shown) }));
  expect(screen.getByText("Waits").classList).toContain("sending");
  expect(screen.getByText("Failed").classList).toContain("failed");
  expect(screen.getByText("You may not do that.").title).toBe("not your site");
  fireEvent.click(screen.getByRole("button", { name: "Discard" }));
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  fireEvent.click(screen.getByRole("button", { name: "Remove" }));
  await waitFor(() =>
    expect(desk.calls.slice(-3)).toEqual([
      ["Discard", "a"],
      ["Retry", "b"],
      ["Discard", "b"],
    ]),
  );
});
