import type { Face } from "../port.ts";

/**
 * What the widget shows, by what the hub last told it (nothing yet: undefined). Without a link nobody can be called live. An open window is
 * never hidden under the visitor: it shows the messenger until it is closed.
 */
export function faceOf(told: Face | undefined, lost: boolean, open: boolean): Face {
  if (told === "live" && !lost) return told;
  const hidden = told === "hidden" || (!told && !lost);
  return hidden && !open ? "hidden" : "messenger";
}
