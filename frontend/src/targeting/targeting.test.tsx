import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { AskParams, RuleSettings, Session, TargetedChat } from "../../shared/local.ts";
import { choose } from "../testing/choose.ts";
import { type fakeDesk, settle, showWindow } from "../testing/desk.tsx";
import { colleague, me, now, session, state } from "../testing/state.ts";

type Desk = ReturnType<typeof fakeDesk>;

beforeEach(() => {
  vi.useFakeTimers({ now, shouldAdvanceTime: true });
});
afterEach(() => {
  vi.useRealTimers();
});

const prices: TargetedChat = {
  id: "prices",
  name: "Prices",
  on: true,
  conditions: [
    { kind: "page", how: "contains", value: "/prices" },
    { kind: "time", number: 20 },
  ],
  once: "visit",
  text: "Can I help?",
  texts: [{ language: "de", text: "Kann ich helfen?" }],
  shown: 12,
  answered: 3,
};
const sales: TargetedChat = {
  ...prices,
  id: "sales",
  name: "Big orders",
  on: false,
  group: "sales",
  shown: 0,
  answered: 0,
};

/** A hub that has chats, and takes changes. */
function hubWith(chats: TargetedChat[]) {
  let all = structuredClone(chats);
  return ({ method, path, body }: AskParams): unknown => {
    const settings = body as RuleSettings;
    if (path === "/site/groups")
      return { groups: [{ id: "sales", name: "Sales", agents: [colleague.id], everyoneElse: false }] };
    if (path === "/site/targeting/preview") return { holds: [true, false], text: "Kann ich helfen?" };
    if (method === "POST") {
      const added = { id: "new", shown: 0, answered: 0, ...settings };
      all = [...all, added];
      return added;
    }
    if (method === "PUT" && path === "/site/targeting") {
      const { order } = body as { order: string[] };
      all = order.flatMap((id) => all.find((chat) => chat.id === id) ?? []);
    } else if (method === "PUT") {
      all = all.map((chat) => (path.endsWith(chat.id) ? { ...chat, ...settings } : chat));
      return all.find(({ id }) => path.endsWith(id));
    }
    if (method === "DELETE") all = all.filter(({ id }) => !path.endsWith(id));
    return { chats: structuredClone(all) };
  };
}

async function page(chats: TargetedChat[], more: Partial<Session> = {}): Promise<Desk> {
  const groups = [{ id: "sales", name: "Sales", agents: [colleague.id] }];
  const desk = await showWindow(state({ session: session({ groups, ...more }) }));
  const hub = hubWith(chats);
  desk.answer(hub);
  fireEvent.click(screen.getByRole("button", { name: "Settings" }));
  fireEvent.click(screen.getByRole("button", { name: "Targeted chats" }));
  await settle();
  return desk;
}

const changes = (desk: Desk) =>
  desk
    .called("Ask")
    .map(([, params]) => params as AskParams)
    .filter(({ method }) => method !== "GET");
const rows = () => within(screen.getByRole("list", { name: "Targeted chats" })).getAllByRole("listitem");
const type = (field: HTMLElement, value: string) => fireEvent.input(field, { target: { value } });

test("shows each with when it is sent and what became of it, in order", async () => {
  await page([prices, sales]);
  expect(rows().map((row) => row.textContent)).toEqual([
    "Pricespage contains /prices · after 20 seconds on the pageShown 12 · Answered 3",
    "Big orderspage contains /prices · after 20 seconds on the pageShown 0 · Answered 0",
  ]);
  expect(screen.queryByText(/Nobody is Online/)).toBeNull();
});

test("says that nobody is Online, and of which group", async () => {
  const desk = await page([{ ...sales, on: true }]);
  expect(rows()[0]?.textContent).toContain("Nobody of Sales is Online.");
  await desk.push((next) => {
    if (next.session) next.session.agents = [{ ...me, status: "invisible" }, colleague];
  });
  expect(screen.getByText("Nobody is Online: no targeted chat is sent.")).toBeTruthy();
});

test("moves one by as many places as it was pressed, each time from where it is", async () => {
  const desk = await page([prices, sales, { ...sales, id: "third", name: "Third" }]);
  let revision = 1;
  const hub = hubWith([prices, sales, { ...sales, id: "third", name: "Third" }]);
  desk.answer((params) => {
    if (params.method === "PUT") revision += 1;
    return { ...(hub(params) as object), revision: `r${revision}` };
  });
  await desk.push((next) => {
    if (next.session) next.session.siteRev += 1;
  });
  fireEvent.click(screen.getByRole("button", { name: "Move “Prices” down" }));
  fireEvent.click(screen.getByRole("button", { name: "Move “Prices” down" }));
  await waitFor(() => expect(changes(desk)).toHaveLength(2));
  expect(changes(desk).map(({ body }) => body)).toEqual([
    { order: ["sales", "prices", "third"], revision: "r1" },
    { order: ["sales", "third", "prices"], revision: "r2" },
  ]);
});

test("moves one from where it is also when the site changes before the order is read again", async () => {
  const chats = [prices, sales, { ...sales, id: "third", name: "Third" }];
  const desk = await page(chats);
  const hub = hubWith(chats);
  const siteChanges = () =>
    desk.push((next) => {
      if (next.session) next.session.siteRev += 1;
    });
  let read = 0;
  desk.answer(async (params) => {
    const answer = hub(params);
    read += Number(params.method === "GET" && params.path === "/site/targeting");
    if (read === 1) await siteChanges(); // so that this answer is not the newest
    return answer;
  });
  const down = screen.getByRole("button", { name: "Move “Prices” down" });
  fireEvent.click(down);
  fireEvent.click(down);
  await waitFor(() => expect(changes(desk)).toHaveLength(2));
  expect(changes(desk).map(({ body }) => body)).toEqual([
    { order: ["sales", "prices", "third"] },
    { order: ["sales", "third", "prices"] },
  ]);
});

test("says that somebody else has changed one, keeps what was written, and opens it as it is now", async () => {
  const desk = await page([{ ...prices, revision: "r1" }]);
  fireEvent.click(screen.getByRole("button", { name: "Prices" }));
  const text = () => screen.getByLabelText<HTMLTextAreaElement>("Text");
  type(text(), "Need help?");
  const theirs = { ...prices, text: "Questions?", revision: "r2" };
  desk.answer(({ method }) => {
    if (method === "PUT") throw "conflict (revision): it was changed in the meantime";
    return { chats: [theirs], groups: [] };
  });
  fireEvent.click(screen.getByRole("button", { name: "Save" }));
  const says = await screen.findByRole("alert");
  expect(says.textContent).toContain("Somebody else has changed this in the meantime.");
  expect(changes(desk)[0]?.body).toMatchObject({ text: "Need help?", revision: "r1" });
  expect(text().value).toBe("Need help?");
  fireEvent.click(screen.getByRole("button", { name: "Load what is there now" }));
  await waitFor(() => expect(text().value).toBe("Questions?"));
  expect(document.activeElement).toBe(screen.getByLabelText(/^Name/));
  expect(screen.queryByRole("alert")).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(changes(desk)).toHaveLength(2));
  expect(changes(desk)[1]?.body).toMatchObject({ text: "Questions?", revision: "r2" });
});

test("leaves alone what is opened while another one is loaded", async () => {
  const desk = await page([prices, sales]);
  const hub = hubWith([prices, sales]);
  const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
  press("Prices");
  let answer: (() => void) | undefined;
  desk.answer(async (params) => {
    if (params.method === "PUT") throw "conflict (revision): it was changed in the meantime";
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    return hub(params);
  });
  press("Save");
  await screen.findByRole("alert");
  press("Load what is there now");
  await waitFor(() => expect(answer).toBeTruthy());
  press("Cancel");
  press("Big orders");
  type(screen.getByLabelText("Text"), "A quote?");
  answer?.();
  await settle();
  expect(screen.getByLabelText<HTMLInputElement>(/^Name/).value).toBe("Big orders");
  expect(screen.getByLabelText<HTMLTextAreaElement>("Text").value).toBe("A quote?");
});

test("gives the keyboard to the first field of the editor, and back to the chat that was open", async () => {
  await page([prices, sales]);
  const button = (name: string) => screen.getByRole("button", { name });
  const open = (name: string) => {
    fireEvent.click(button(name));
    expect(document.activeElement).toBe(screen.getByLabelText(/^Name/));
  };
  open("Big orders");
  fireEvent.click(button("Cancel"));
  expect(document.activeElement).toBe(button("Big orders"));
  open("Prices");
  fireEvent.click(button("Save"));
  await waitFor(() => expect(document.activeElement).toBe(button("Prices")));
  open("New targeted chat");
  fireEvent.click(button("All targeted chats"));
  expect(document.activeElement).toBe(button("New targeted chat"));
});

test("switches one off at once, and shows it as it is when the hub refuses", async () => {
  const desk = await page([prices]);
  const box = () => screen.getByRole("switch", { name: "Send “Prices”" });
  fireEvent.click(box());
  await waitFor(() => expect(box().getAttribute("aria-checked")).toBe("false"));
  const { id, shown, answered, ...settings } = prices;
  expect(changes(desk)).toEqual([
    { method: "PUT", path: "/site/targeting/prices", body: { ...settings, on: false } },
  ]);
  desk.refuse("Ask", "unavailable: no link");
  fireEvent.click(box());
  expect((await screen.findByRole("alert")).textContent).toContain("The hub does not answer");
  expect(box().getAttribute("aria-checked")).toBe("false");
});

test("puts them in another order", async () => {
  const desk = await page([prices, sales]);
  fireEvent.click(screen.getByRole("button", { name: "Move “Big orders” up" }));
  await waitFor(() => expect(rows()[0]?.textContent).toContain("Big orders"));
  expect(changes(desk)).toEqual([
    { method: "PUT", path: "/site/targeting", body: { order: ["sales", "prices"] } },
  ]);
});

test("keeps the keyboard on the chat that is moved, at the end on the button of the way back", async () => {
  const third = { ...prices, id: "third", name: "Third" };
  await page([prices, sales, third]);
  const button = (name: string) => screen.getByRole("button", { name });
  const up = button("Move “Third” up");
  up.focus();
  fireEvent.click(up);
  await waitFor(() => expect(rows()[1]?.textContent).toContain("Third"));
  expect(document.activeElement).toBe(up);
  fireEvent.click(up);
  await waitFor(() => expect(rows()[0]?.textContent).toContain("Third"));
  expect(document.activeElement).toBe(button("Move “Third” down"));
});

test("makes a new one", async () => {
  const desk = await page([]);
  expect(screen.getByText("There is no targeted chat yet.")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "New targeted chat" }));
  type(screen.getByLabelText(/^Name/), " Basket ");
  type(screen.getByLabelText("Text"), "Is there a question left?");
  type(screen.getByLabelText("Value"), "/basket");
  fireEvent.click(screen.getByRole("button", { name: /^Remove: after 20 seconds/ }));
  fireEvent.click(screen.getByRole("button", { name: "Another language" }));
  type(screen.getByLabelText("Language"), "fr");
  type(screen.getByLabelText("Text: French"), "Une question ?");
  fireEvent.submit(screen.getByRole("button", { name: "Save" }).closest("form") as HTMLFormElement);
  await waitFor(() => expect(rows()[0]?.textContent).toContain("Basket"));
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "Basket" }));
  expect(changes(desk)).toEqual([
    {
      method: "POST",
      path: "/site/targeting",
      body: {
        name: "Basket",
        on: true,
        conditions: [{ kind: "page", how: "contains", value: "/basket" }],
        once: "visit",
        group: undefined,
        text: "Is there a question left?",
        texts: [{ language: "fr", text: "Une question ?" }],
      },
    },
  ]);
});

test("keeps the draft and says why when it is refused", async () => {
  const desk = await page([prices]);
  fireEvent.click(screen.getByRole("button", { name: "Prices" }));
  type(screen.getByLabelText("Text"), "Hello");
  desk.refuse("Ask", "invalid: condition 1");
  fireEvent.submit(screen.getByRole("button", { name: "Save" }).closest("form") as HTMLFormElement);
  expect((await screen.findByRole("alert")).textContent).toBe("That is not possible like this.");
  expect(screen.getByLabelText<HTMLTextAreaElement>("Text").value).toBe("Hello");
});

test("is for everybody or for a group", async () => {
  const desk = await page([prices]);
  fireEvent.click(screen.getByRole("button", { name: "Prices" }));
  const team = () => screen.getByRole("button", { name: /^Group/ });
  expect(team().textContent).toBe("Everybody");
  await choose(/^Group/, "Sales");
  expect(team().textContent).toBe("Sales");
  await choose(/^Group/, "Everybody");
  expect(team().textContent).toBe("Everybody");
  fireEvent.submit(screen.getByRole("button", { name: "Save" }).closest("form") as HTMLFormElement);
  await waitFor(() => expect(changes(desk)).toHaveLength(1));
  expect(changes(desk)[0]?.body).toMatchObject({ name: "Prices", group: undefined });
});

test("shows the card in the language that is being written", async () => {
  await page([prices]);
  fireEvent.click(screen.getByRole("button", { name: "Prices" }));
  const card = () => screen.getByRole("figure").textContent;
  expect(card()).toContain("Ana BergerCan I help?");
  fireEvent.focus(screen.getByLabelText("Text: German"));
  expect(card()).toContain("Kann ich helfen?");
});

test("tries a draft on a visitor one makes up, and forgets the answer when either changes", async () => {
  const desk = await page([prices]);
  fireEvent.click(screen.getByRole("button", { name: "Prices" }));
  const trial = within(screen.getByRole("region", { name: "Try it" }));
  type(trial.getByLabelText("Address of the page"), "https://shop.example/prices");
  type(trial.getByLabelText("Language of the browser"), "de-CH");
  fireEvent.click(trial.getByRole("button", { name: "Would it be sent?" }));
  expect(await trial.findByText("It would not be sent.")).toBeTruthy();
  expect(trial.getAllByRole("listitem").map((line) => line.textContent)).toEqual([
    "page contains /pricesholds",
    "after 20 seconds on the pagedoes not hold",
  ]);
  expect(changes(desk)[0]?.body).toMatchObject({
    chat: { name: "Prices" },
    visitor: { url: "https://shop.example/prices", seconds: 30, language: "de-CH" },
  });
  type(screen.getByLabelText("Text"), "Other");
  expect(trial.queryByText("It would not be sent.")).toBeNull();
});

/** Presses Delete in the editor of Prices, and returns the question. */
function askToDelete() {
  fireEvent.click(screen.getByRole("button", { name: "Prices" }));
  fireEvent.click(screen.getByRole("button", { name: "Delete" }));
  return within(screen.getByRole("dialog", { name: "Delete" }));
}

test("deletes one only after asking", async () => {
  const desk = await page([prices]);
  const question = askToDelete();
  expect(changes(desk)).toEqual([]);
  fireEvent.click(question.getByRole("button", { name: "Delete" }));
  expect(await screen.findByText("There is no targeted chat yet.")).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "New targeted chat" }));
  expect(changes(desk)).toEqual([{ method: "DELETE", path: "/site/targeting/prices", body: undefined }]);
});

test("says in the question why one is not deleted, until that is closed", async () => {
  const desk = await page([prices]);
  const question = askToDelete();
  desk.refuse("Ask", "unavailable: no link");
  fireEvent.click(question.getByRole("button", { name: "Delete" }));
  expect((await question.findByRole("alert")).textContent).toMatch(/^The hub does not answer/);
  expect(screen.getAllByRole("alert")).toHaveLength(1);
  fireEvent.click(question.getByRole("button", { name: "Keep it" }));
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(screen.getByLabelText<HTMLTextAreaElement>("Text").value).toBe("Can I help?");
  fireEvent.click(screen.getByRole("button", { name: "Delete" }));
  expect(screen.queryByRole("alert")).toBeNull();
});

test("keeps the question open until the hub has answered", async () => {
  const desk = await page([prices]);
  const question = askToDelete();
  const dialog = screen.getByRole("dialog");
  const pressEscape = () => fireEvent(dialog, new Event("cancel", { cancelable: true }));
  expect(pressEscape()).toBe(true);
  const answer = desk.hold("Ask");
  fireEvent.click(question.getByRole("button", { name: "Delete" }));
  fireEvent.click(question.getByRole("button", { name: "Keep it" }));
  expect(pressEscape()).toBe(false);
  answer.reject("unavailable: no link");
  expect((await question.findByRole("alert")).textContent).toMatch(/^The hub does not answer/);
});

test("an agent who does not manage the site sees them, and no more", async () => {
  await page([prices], { agent: { ...session().agent, role: "agent" } });
  expect(rows()[0]?.textContent).toContain("Prices");
  for (const name of [/New targeted chat/, /Move/, "Prices"])
    expect(screen.queryByRole("button", { name })).toBeNull();
  expect(screen.queryByRole("switch")).toBeNull();
});
