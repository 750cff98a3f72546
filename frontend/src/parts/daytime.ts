const day = 24 * 60;

/** A time of day as it is written: 14:02. The midnight that ends something is 24:00. */
export function writeDaytime(minutes: number, ends = false): string {
  const shown = ends && minutes === 0 ? day : minutes;
  const two = (figure: number) => String(figure).padStart(2, "0");
  return `${two(Math.floor(shown / 60))}:${two(shown % 60)}`;
}

/** Reads a time of day the ways people write it: 9, 930, 9:30, 09.30, 9h30, 24:00. Undefined for anything else. */
export function readDaytime(text: string): number | undefined {
  const match =
    /^(\d{1,2})(?:\s*[:.h]\s*(\d{2})?)?$/i.exec(text.trim()) ?? /^(\d{1,2})(\d{2})$/.exec(text.trim());
  if (!match) return undefined;
  const [hours, minutes] = [Number(match[1]), Number(match[2] ?? 0)];
  const total = hours * 60 + minutes;
  return minutes < 60 && total <= day ? total % day : undefined;
}
