import { keptUnder, type Unsent } from "../port.ts";

const settle = 1_000; // milliseconds in which what one tab writes arrives in all others

/** What the visitor's browser keeps for one site. */
export type Keep = ReturnType<typeof createKeep>;

/** Returns n random letters and digits. */
export function random(n: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(2 * n)); // enough, also without the characters taken out
  return btoa(String.fromCharCode(...bytes))
    .replace(/\W/g, "")
    .slice(0, n);
}

/**
 * Keeps the visitor's token and what the hub has not acknowledged in the page's own storage. Nothing is written before the visitor sends something.
 * What the page may not store, or clears, lives on in this tab.
 *
 * @param changed is called when another tab wrote
 */
export function createKeep(site: string, changed: () => void) {
  const name = keptUnder(site);
  const here = new Map<string, string>(); // what this tab wrote, and the token

  const keyOf = (id: string) => `${name}:${id}`;
  const read = (key: string) => attempt((storage) => storage.getItem(key)) ?? here.get(key) ?? "";

  function write(key: string, value: string): void {
    here.set(key, value);
    attempt((storage) => storage.setItem(key, value));
  }

  /** Returns the visitor's token, empty before there is one. */
  function token(): string {
    const found = read(name);
    if (!/^\w{43}$/.test(found)) return "";
    here.set(name, found);
    return found;
  }

  /** Makes the token if there is none, and returns when the other tabs can read it. */
  function make(): Promise<unknown> {
    write(name, token() || random(43));
    return new Promise((done) => setTimeout(done, settle));
  }

  addEventListener("storage", ({ key, newValue }) => {
    if (!key?.startsWith(name)) return;
    if (newValue === null) here.delete(key);
    changed();
  });

  return {
    token,

    /** Sees to it that there is a token. Tabs that ask at the same time get the same one. */
    claim(): Promise<unknown> {
      return new Promise((claimed) => {
        const first = () => {
          claimed(0);
          return make();
        };
        // Another tab that waits for the lock gets it when it can read the token. Pages without TLS have no locks, sandboxed ones may not use them.
        if (token()) first();
        else if (navigator.locks) navigator.locks.request(name, first).catch(first);
        else make().then(claimed);
      });
    },

    /** Returns what the hub has not acknowledged, oldest first: that of every tab, also of tabs that are gone. */
    unsent(): Unsent[] {
      const keys = new Set([...here.keys(), ...(attempt(Object.keys) ?? [])]);
      return [...keys]
        .filter((key) => key.startsWith(keyOf("")))
        .flatMap((key) => attempt(() => JSON.parse(read(key)) as Unsent) ?? [])
        .sort((a, b) => a.at - b.at);
    },

    put(unsent: Unsent): void {
      write(keyOf(unsent.id), JSON.stringify(unsent));
    },

    drop(id: string): void {
      here.delete(keyOf(id));
      attempt((storage) => storage.removeItem(keyOf(id)));
    },
  };
}

/** Returns what an action on the page's storage gives; undefined where the page may not use it, or it is full or damaged. */
function attempt<T>(action: (storage: Storage) => T): T | undefined {
  try {
    return action(localStorage);
  } catch {
    return undefined;
  }
}
