import { sameDay } from "../../shared/time.ts";

/** Writes an instant as 14:02, with the date before it unless it is today. */
export function moment(at: number, language: string): string {
  const date = sameDay(at, Date.now()) ? {} : ({ day: "numeric", month: "short" } as const);
  return new Date(at).toLocaleString(language, {
    ...date,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
}
