import { describe, expect, test } from "vitest";
import { type Intents, inOrder } from "./backend.ts";
import { settle } from "./testing/desk.tsx";

/** A Go side that answers when the test says so. */
function slow() {
  const asked: string[] = [];
  const answer: { resolve: () => void; reject: (reason: unknown) => void }[] = [];
  const app = new Proxy(
    {},
    {
      get:
        (_, name) =>
        (...args: unknown[]) => {
          const words = args.map((arg) => (typeof arg === "string" ? arg : JSON.stringify(arg)));
          asked.push([name, ...words].join(" "));
          return new Promise<void>((resolve, reject) => answer.push({ resolve, reject }));
        },
    },
  ) as Parameters<typeof inOrder>[0];
  return { asked, answer, intents: inOrder(app) };
}

test("an intent waits for the answer to the one before", async () => {
  const { asked, answer, intents } = slow();
  void intents.Draft("c", "Hel");
  void intents.Send("c", "Hello");
  void intents.CloseConversation("c");
  await settle();
  expect(asked).toEqual(["Draft c Hel"]);
  answer[0]?.resolve();
  await settle();
  expect(asked).toEqual(["Draft c Hel", "Send c Hello"]);
  answer[1]?.resolve();
  await settle();
  expect(asked).toEqual(["Draft c Hel", "Send c Hello", "CloseConversation c"]);
});

describe("a hub that does not answer", () => {
  const asks: [string, (intents: Intents) => Promise<void>][] = [
    ["Start", (intents) => intents.Start({ name: "Ana", site: "Shop" })],
    ["SignIn", (intents) => intents.SignIn({ hub: "h", email: "e", password: "p" })],
    ["SignOut", (intents) => intents.SignOut()],
    ["UseBuiltin", (intents) => intents.UseBuiltin()],
    ["SetPolicy", (intents) => intents.SetPolicy({ idleAfter: 0, onReturn: "ask" })],
    ["SetHours", (intents) => intents.SetHours({ zone: "UTC", week: [], dates: [] })],
    ["Join", (intents) => intents.Join("c")],
    ["CloseConversation", (intents) => intents.CloseConversation("c")],
  ];
  test.each(asks)("holds up nothing the desk can do by itself: %s", async (name, ask) => {
    const { asked, answer, intents } = slow();
    void ask(intents);
    void intents.Draft("c", "Hello");
    void intents.Send("c", "Hello");
    void intents.SetStatus({ status: "offline" });
    await settle();
    expect(asked.map((call) => call.split(" ")[0])).toEqual(["Draft", name]);
    answer[0]?.resolve();
    await settle();
    answer[2]?.resolve();
    await settle();
    expect(asked.slice(2)).toEqual(["Send c Hello", 'SetStatus {"status":"offline"}']);
  });

  test("gets its next question after the first one's answer", async () => {
    const { asked, answer, intents } = slow();
    void intents.Join("c");
    void intents.CloseConversation("c");
    await settle();
    expect(asked).toEqual(["Join c"]);
    answer[0]?.resolve();
    await settle();
    expect(asked).toEqual(["Join c", "CloseConversation c"]);
  });
});

test("a refused intent reaches its caller alone and holds nobody up", async () => {
  const { answer, asked, intents } = slow();
  const refused = intents.Retry("a").catch((reason) => reason);
  const next = intents.Focus("d");
  await settle();
  answer[0]?.reject("not_found: there is no such message");
  expect(await refused).toMatchObject({ code: "not_found", message: "there is no such message" });
  await settle();
  answer[1]?.resolve();
  await next;
  expect(asked).toEqual(["Retry a", "Focus d"]);
});

test.each([
  ["not_found: there is no such conversation", "not_found", "there is no such conversation", undefined],
  ["invalid: first line\nsecond line", "invalid", "first line\nsecond line", undefined],
  ["conflict (revision): it was changed", "conflict", "it was changed", "revision"],
  ["write unix: broken pipe", "internal", "write unix: broken pipe", undefined],
  [new Error("busy: slow down"), "busy", "slow down", undefined],
])("%s is told as %s", async (reason, code, message, field) => {
  const { answer, intents } = slow();
  const refused = intents.Read("c", 1).catch((refusal) => refusal);
  await settle();
  answer[0]?.reject(reason);
  expect(await refused).toMatchObject({ intent: "Read", code, message, field });
});
