import type { Millis, StatusChange, StatusView } from "../../shared/local.ts";
import type { Times } from "../../shared/time.ts";
import type { T } from "../texts.ts";

/** Why a status is what it is: of the agent at the window, or of somebody else. */
export function causeOf(t: T, { cause, by }: Pick<StatusChange, "cause" | "by">, own: boolean): string {
  if (cause === "choice" && by) return t("cause.chosenBy", { name: by.name });
  if (!own && cause === "choice") return t("cause.itsChoice");
  if (!own && cause === "hours") return t("cause.itsHours");
  return t(`cause.${cause}`);
}

/** The sentence of a status: that of the agent at the window, or of somebody else. */
export function sentenceOf(t: T, time: Times, now: Millis, view: StatusView, own: boolean): string {
  const status = t(`status.${view.status}`);
  if (!view.since) return t("team.never", { status });
  const words = { status, at: time.moment(view.since, now), cause: causeOf(t, view, own) };
  return view.next
    ? t("team.sinceNext", { ...words, next: time.moment(view.next.at, now) })
    : t("team.since", words);
}
