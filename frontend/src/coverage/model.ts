import { createEffect, createMemo, createSignal, on } from "solid-js";
import type { Band, Coverage, Millis } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { createAsked } from "../hub.ts";
import { agentName } from "../parts/names.ts";
import { daysOf, gapsOf, isIn, mondayOf, type Piece, piecesOf, spanAround, type Time } from "./week.ts";
import { weekWords } from "./words.ts";

/** What somebody is about to be put on for, until the plan shows it. */
export interface Pending extends Time {
  agent: string;
}

/** What is picked: a band on the day it was picked on, and the whole gap if nobody is there. */
export interface Picked {
  piece: Piece;
  gap: Band | undefined;
}

export type Plan = ReturnType<typeof createPlan>;

/** The week on screen: what the hub plans for it, and what of it is picked. */
export function createPlan() {
  const { session, t, language, lately, zone } = useDesk();
  const thisMonday = () => mondayOf(lately(), zone());
  const [monday, setMonday] = createSignal(thisMonday());
  createEffect(on(zone, () => setMonday(thisMonday()), { defer: true })); // weeks begin elsewhere there
  const [chosen, setChosen] = createSignal("");
  const [at, setAt] = createSignal<Millis>();
  const [pending, setPending] = createSignal<Pending>();
  const group = () => session().groups.find(({ id }) => id === chosen());

  const { value, failed, again } = createAsked(async (hub) => {
    const asked = { monday: monday(), group: group()?.id ?? "" };
    const { from, days } = spanAround(asked.monday, zone());
    return { ...asked, plan: await hub.coverage(from, days, asked.group) };
  });
  createEffect(on([monday, () => group()?.id], () => void again(), { defer: true }));

  /** The plan of what is on screen, not of the week or group before. */
  const plan = (): Coverage | undefined => {
    const answer = value();
    return answer?.monday === monday() && answer.group === (group()?.id ?? "") ? answer.plan : undefined;
  };
  createEffect(on([value, failed], () => setPending(undefined), { defer: true }));

  const days = createMemo(() => daysOf(monday(), zone()));
  const week = (): Time => ({ from: monday(), to: days().at(-1)?.to ?? monday() });
  const rows = createMemo(() => days().map((day) => ({ day, pieces: piecesOf(plan()?.bands ?? [], day) })));
  const gaps = createMemo(() => {
    const known = plan();
    return known ? gapsOf(known, week()) : [];
  });
  const lanes = createMemo(() =>
    (plan()?.lanes ?? []).map((lane) => ({ ...lane, name: agentName(session(), lane.agent) })),
  );

  const picked = createMemo((): Picked | undefined => {
    const instant = at();
    if (instant === undefined) return undefined;
    const piece = rows()
      .flatMap(({ pieces }) => pieces)
      .find((each) => isIn(instant, each));
    return piece && { piece, gap: gaps().find((gap) => isIn(instant, gap)) };
  });

  return {
    words: createMemo(() => weekWords(t, language(), zone())),
    week,
    /** Shows the week so many weeks later. */
    move: (weeks: number) => setMonday(mondayOf(monday(), zone(), weeks)),
    thisWeek: () => setMonday(thisMonday()),
    isThisWeek: () => monday() === thisMonday(),
    group,
    setGroup: setChosen,
    plan,
    failed,
    rows,
    gaps,
    /** Who may count, with names. */
    lanes,
    picked,
    /** Picks what stands at an instant, which stays picked when somebody is put on there. */
    pick: setAt,
    pending,
    setPending,
  };
}
