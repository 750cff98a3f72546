import { keptUnder, visitsUnder } from "../port.ts";

/** Says whether the visitor has written on this site before, and so has a token, or something that was never sent. */
export function hasTraces(site: string): boolean {
  try {
    return Object.keys(localStorage).some((key) => key.startsWith(keptUnder(site)));
  } catch {
    return false; // the page may not use its storage
  }
}

/** Calls back when another page of this website writes for the visitor. */
export function watchTraces(site: string, written: () => void): void {
  addEventListener("storage", ({ key }) => key?.startsWith(keptUnder(site)) && written());
}

/** Removes what was counted and remembered for targeted chats, once the site has none. */
export function dropVisits(site: string): void {
  try {
    localStorage.removeItem(visitsUnder(site));
  } catch {} // the page may not use its storage, so nothing was kept
}
