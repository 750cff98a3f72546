import { createEffect, createMemo, createSignal, on } from "solid-js";
import type { Item, Language, Parting } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { languageOf, loadWords, type Words } from "./words.ts";

/** What becomes of the visitors: they are told something, somebody else has them, or the agent stays Invisible for them. */
export type Way = "word" | "handOver" | "invisible";

/** Who gets what is handed over: an agent or a group, by id. */
export type Receiver = `agent:${string}` | `group:${string}`;

const patience = 5000; // milliseconds that a word may take to reach the hub before the desk quits all the same: it is kept and sent later

export type Partings = ReturnType<typeof createPartings>;

/** The question and what has been answered so far. */
export function createPartings() {
  const desk = useDesk();
  const { state, session, joined, intents, attempt, language } = desk;
  const [way, setWay] = createSignal<Way>("word");
  const [left, setLeft] = createSignal<ReadonlySet<string>>(new Set<string>()); // conversations that are left out
  const [picked, setReceiver] = createSignal<Receiver>();
  const [words, setWords] = createSignal<Words>();
  const [written, setWritten] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);

  const told = new Set<string>(); // conversations whose visitor has been told: once is enough, however often the button is pressed

  const asks = () => Boolean(state.parting);
  createEffect(
    on(asks, (asks) => {
      if (!asks) return;
      setWay("word");
      setLeft(new Set<string>());
      setReceiver(undefined);
      told.clear();
      setWritten(undefined);
      void loadWords().then(setWords);
    }),
  );
  // Somebody else has everybody now, or they have gone by themselves: nothing is in the way.
  createEffect(() => asks() && joined().length === 0 && void leave(state.parting));

  const receivers = createMemo<Receiver[]>(() => [
    ...session()
      .agents.filter((agent) => agent.id !== session().agent.id && agent.status !== "offline")
      .map((agent) => `agent:${agent.id}` as const),
    ...session().groups.map((group) => `group:${group.id}` as const),
  ]);
  /** Who was picked while there, otherwise the first who is. */
  const receiver = () => receivers().find((one) => one === picked()) ?? receivers()[0];
  const chosen = () => joined().filter((item) => !left().has(item.id));

  /** What one visitor is told: as it was written, otherwise in the visitor's language. */
  function wordFor(item: Item): string {
    return (written() ?? words()?.[languageOf(item.visitor, language())] ?? "").trim();
  }

  /** Nothing can be handed over while there is nobody to take it. */
  const shownWay = () => (way() === "handOver" && receivers().length === 0 ? "word" : way());

  async function say(items: Item[]) {
    const untold = items.filter((item) => wordFor(item) !== "" && !told.has(item.id));
    const accepted = await Promise.all(
      untold.map(async ({ id, ...item }) => {
        const sent = await attempt(intents.Send(id, wordFor({ id, ...item })));
        if (sent) told.add(id);
        return sent;
      }),
    );
    return accepted.every(Boolean);
  }

  async function handOver(items: Item[]) {
    const [kind, id] = receiver()?.split(":") ?? [];
    if (!id) return;
    const by = state.parting;
    for (const { id: conversation } of items) {
      if (state.parting !== by) return; // thought better of it
      const given =
        kind === "agent"
          ? (await attempt(intents.Assign({ conversation, agent: id }))) &&
            (await attempt(intents.LeaveConversation(conversation)))
          : await attempt(intents.Assign({ conversation, group: id }));
      if (!given) return;
    }
  }

  /** Resolves when every word is with the hub, or after a while. */
  function sent(): Promise<void> {
    const until = Date.now() + patience;
    return new Promise((resolve) => {
      const look = () => {
        if (Date.now() > until || joined().every((item) => !item.unsent)) resolve();
        else setTimeout(look, 100);
      };
      look();
    });
  }

  async function leave(by: Parting | undefined) {
    if (by === "quit") await attempt(intents.Quit());
    else await attempt(intents.SetStatus({ status: "offline" }));
  }

  async function act() {
    switch (shownWay()) {
      case "invisible":
        await attempt(intents.SetStatus({ status: "invisible" }));
        await attempt(intents.Part(""));
        return;
      case "handOver":
        await handOver(chosen());
        return;
      case "word": {
        const by = state.parting;
        if (!(await say(chosen()))) return;
        if (by === "quit") await sent();
        if (state.parting === by) await leave(by); // unless the person thought better of it
      }
    }
  }

  return {
    way: shownWay,
    setWay,
    /** Something is being done, or what to say is still being looked up. */
    busy: () => busy() || words() === undefined,
    isChosen: (id: string) => !left().has(id),
    choose(id: string, chosen: boolean) {
      const next = new Set(left());
      if (chosen) next.delete(id);
      else next.add(id);
      setLeft(next);
    },
    receivers,
    receiver,
    setReceiver,
    word: () => written() ?? words()?.[language()] ?? "",
    write: setWritten,
    /** The languages in which visitors are told, besides the one that is shown. */
    others: createMemo<Language[]>(() =>
      written() === undefined
        ? [...new Set(chosen().map((item) => languageOf(item.visitor, language())))].filter(
            (spoken) => spoken !== language(),
          )
        : [],
    ),
    /** What pressing the button does. */
    goes: () => {
      if (shownWay() === "invisible") return "invisible";
      if (shownWay() === "handOver" && chosen().length < joined().length) return "handOver";
      return state.parting === "quit" ? "quit" : "offline";
    },
    async go() {
      if (busy() || words() === undefined) return;
      desk.dismiss();
      setBusy(true);
      await act();
      setBusy(false);
    },
  };
}
