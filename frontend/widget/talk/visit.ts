import type { ShownRule } from "../../shared/protocol.ts";
import type { Visit } from "./talk.ts";

const pause = 30 * 60_000; // milliseconds without another page after which a visit is over

/** What the page's storage keeps of a browser's visits: numbers and ids of rules, nothing that tells whose browser it is. */
interface Kept {
  visits: number;
  pages: number;
  /** When the last page was shown. */
  last: number;
  shown: ShownRule[];
}

/**
 * Counts visits and pages, and remembers which targeted chats were shown: for a site that has some, and where the page may use its storage. Without
 * one each page would be the first, and each chat be shown again and again.
 */
export function createVisit(name: string) {
  let since = performance.timeOrigin;
  let counted = false; // this page is
  let told = ""; // what was last said about what was shown

  function read(): Kept {
    const none: Kept = { visits: 0, pages: 0, last: 0, shown: [] };
    try {
      return { ...none, ...(JSON.parse(localStorage.getItem(name) ?? "{}") as Partial<Kept>) };
    } catch {
      return none; // it cannot be read, or is damaged
    }
  }

  /** Keeps a change, and says whether the page's storage took it. */
  function write(kept: Kept): boolean {
    try {
      localStorage.setItem(name, JSON.stringify(kept));
      return true;
    } catch {
      return false;
    }
  }

  const shownIn = (kept: Kept) => JSON.stringify(kept.shown);

  return {
    /** The page became another, without a load. */
    turn(): void {
      since = Date.now();
      counted = false;
    },

    /** Counts this page, once, and returns what is to be said of the visit; undefined where nothing can be kept. */
    facts(): Visit | undefined {
      const kept = read();
      const now = Date.now();
      if (!counted) {
        if (now - kept.last > pause) {
          kept.visits += 1;
          kept.pages = 0;
        }
        kept.pages += 1;
        kept.last = now;
        counted = write(kept);
        if (!counted) return undefined;
      }
      told = shownIn(kept);
      const { visits, pages, shown } = kept;
      const age = Math.max(Math.round(now - since), 0);
      return { age, visits, pages, shown, referrer: document.referrer };
    },

    /** Says whether another tab has shown something that the hub was not told of. */
    isNews: () => shownIn(read()) !== told,

    /** Remembers that a rule was shown. */
    keep(rule: string, at: number): void {
      const kept = read();
      kept.shown = [...kept.shown.filter((other) => other.rule !== rule), { rule, at, visit: kept.visits }];
      write(kept);
    },
  };
}
