import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { describe, expect, test } from "vitest";
import type { Item, Parting, Session } from "../../shared/local.ts";
import { showWindow } from "../testing/desk.tsx";
import { colleague, item, me, member, session, state } from "../testing/state.ts";

const mine = (id: string, more: Partial<Item> = {}) =>
  item(id, { members: [member(me)], group: "mine", ...more });
const ours = "I have to go now. Write whenever you like: we answer as soon as somebody is back.";

async function parting(by: Parting, more: Partial<Session> = {}) {
  const conversations = [
    mine("sophie"),
    mine("emil", { visitor: { id: "v", here: true, since: 1, language: "de-CH" } }),
    item("other"),
  ];
  const desk = await showWindow(state({ session: session({ conversations, ...more }), parting: by }));
  await waitFor(() => expect(word()).not.toBe(""));
  return { desk, dialog: screen.getByRole("dialog") };
}
const word = () => screen.getByRole<HTMLTextAreaElement>("textbox", { name: /word/ }).value;
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const choose = (name: string) => fireEvent.click(screen.getByRole("radio", { name }));

describe("before the agent goes", () => {
  test("what is asked is about one's own open conversations", async () => {
    const { dialog } = await parting("offline");
    expect(dialog.textContent).toContain("2 conversations are open");
    expect(screen.getAllByRole("checkbox")).toHaveLength(2);
  });

  test("each visitor is told in the language there are texts of, and then the agent is Offline", async () => {
    const { desk } = await parting("offline");
    expect(word()).toBe(ours);
    press("Go Offline");
    await waitFor(() => expect(desk.called("SetStatus")).toEqual([["SetStatus", { status: "offline" }]]));
    const said = Object.fromEntries(desk.called("Send").map(([, id, text]) => [id, text]));
    expect(said["sophie"]).toBe(ours);
    expect(said["emil"]).toMatch(/^Ich muss jetzt gehen/);
  });

  test("who is left out is told nothing, and what was written goes to everybody else as it is", async () => {
    const { desk } = await parting("offline");
    fireEvent.click(screen.getAllByRole("checkbox")[0] as HTMLElement);
    fireEvent.input(screen.getByRole("textbox", { name: /word/ }), { target: { value: " Bye. " } });
    press("Go Offline");
    await waitFor(() => expect(desk.called("SetStatus")).toHaveLength(1));
    expect(desk.called("Send")).toEqual([["Send", "emil", "Bye."]]);
  });

  test("without a text nothing is said", async () => {
    const { desk } = await parting("offline");
    fireEvent.input(screen.getByRole("textbox", { name: /word/ }), { target: { value: "" } });
    press("Go Offline");
    await waitFor(() => expect(desk.called("SetStatus")).toHaveLength(1));
    expect(desk.called("Send")).toEqual([]);
  });

  test("a word that could not be kept keeps the agent", async () => {
    const { desk } = await parting("offline");
    desk.refuse("Send", "unavailable: the disk is full");
    press("Go Offline");
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toBe("Parley could not take the message. Its text is back where you wrote it.");
    expect(desk.called("SetStatus")).toEqual([]);
  });

  test("a colleague gets what is handed over, and the agent goes when nothing is left", async () => {
    const agents = [me, { ...colleague, status: "invisible" as const }];
    const { desk } = await parting("quit", { agents });
    choose("Hand over");
    press("Quit");
    await waitFor(() => expect(desk.called("LeaveConversation")).toHaveLength(2));
    expect(desk.called("Assign")).toEqual([
      ["Assign", { conversation: "sophie", agent: colleague.id }],
      ["Assign", { conversation: "emil", agent: colleague.id }],
    ]);
    expect(desk.called("Quit")).toEqual([]);
    await desk.push((next) => {
      if (next.session) next.session.conversations = [];
    });
    await waitFor(() => expect(desk.called("Quit")).toHaveLength(1));
  });

  test("a group gets it without the agent having to leave", async () => {
    const { desk } = await parting("offline", { groups: [{ id: "g", name: "Sales", agents: [] }] });
    choose("Hand over");
    fireEvent.click(screen.getAllByRole("checkbox")[0] as HTMLElement);
    press("Hand over");
    await waitFor(() =>
      expect(desk.called("Assign")).toEqual([["Assign", { conversation: "emil", group: "g" }]]),
    );
    expect(desk.called("LeaveConversation")).toEqual([]);
    expect(desk.called("SetStatus")).toEqual([]);
  });

  test("Invisible keeps the agent there for them, which is no way to quit", async () => {
    const { desk } = await parting("offline");
    choose("Stay Invisible for them");
    press("Stay Invisible");
    await waitFor(() => expect(desk.called("Part")).toEqual([["Part", ""]]));
    expect(desk.called("SetStatus")).toEqual([["SetStatus", { status: "invisible" }]]);
  });

  test("quitting offers neither that, nor handing over to nobody", async () => {
    const { dialog } = await parting("quit");
    expect(within(dialog).getAllByRole("radio")).toHaveLength(1);
  });

  test("Cancel changes nothing", async () => {
    const { desk } = await parting("offline");
    press("Cancel");
    await waitFor(() => expect(desk.called("Part")).toEqual([["Part", ""]]));
    expect(desk.called("SetStatus")).toEqual([]);
  });
});

describe("going Offline", () => {
  const press = () => fireEvent.keyDown(document.body, { key: "F", ctrlKey: true, shiftKey: true });

  test("is asked about while visitors are being talked to", async () => {
    const desk = await showWindow(state({ session: session({ conversations: [mine("sophie")] }) }));
    press();
    await waitFor(() => expect(desk.called("Part")).toEqual([["Part", "offline"]]));
    expect(desk.called("SetStatus")).toEqual([]);
  });

  test("is done at once otherwise", async () => {
    const desk = await showWindow(state({ session: session({ conversations: [item("sophie")] }) }));
    press();
    await waitFor(() => expect(desk.called("SetStatus")).toEqual([["SetStatus", { status: "offline" }]]));
  });
});
