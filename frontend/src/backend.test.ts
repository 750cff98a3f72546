import { expect, test } from "vitest";
import { inOrder, refusal } from "./backend.ts";
import { settle } from "./testing/desk.tsx";

/** A Go side that answers when the test says so. */
function slow() {
  const asked: string[] = [];
  const answer: { resolve: () => void; reject: (reason: string) => void }[] = [];
  const app = new Proxy(
    {},
    {
      get:
        (_, name) =>
        (...args: unknown[]) => {
          asked.push([name, ...args].join(" "));
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

test("a refused intent reaches its caller alone and holds nobody up", async () => {
  const { answer, asked, intents } = slow();
  const refused = intents.Join("c").catch((reason) => reason);
  const next = intents.Focus("d");
  await settle();
  answer[0]?.reject("conflict: Jonas Weber was faster");
  expect(await refused).toMatchObject({ code: "conflict", message: "Jonas Weber was faster" });
  await settle();
  answer[1]?.resolve();
  await next;
  expect(asked).toEqual(["Join c", "Focus d"]);
});

test.each([
  ["not_found: there is no such conversation", "not_found", "there is no such conversation"],
  ["invalid: first line\nsecond line", "invalid", "first line\nsecond line"],
  ["write unix: broken pipe", "internal", "write unix: broken pipe"],
  [new Error("busy: slow down"), "busy", "slow down"],
])("%s is told as %s", (reason, code, message) => {
  expect(refusal(reason)).toMatchObject({ code, message });
});
