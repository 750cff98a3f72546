// What the page asks of the widget: Parley("open"), Parley("set", {...}).

/** The arguments of one call: a list, or what the page's own line has kept of it. */
export type Call = Iterable<unknown>;

/** What the page calls. */
interface Calls {
  (...call: unknown[]): void;
  /** What was called before somebody heard it. Before the widget's script the page keeps its calls here by itself. */
  q?: Call[];
  /** Hears what is called from now on, but for "open". */
  heard?: (call: Call) => void;
}

declare global {
  interface Window {
    Parley?: Calls;
  }
}

/** Takes over from the page what it calls, and has called so far. */
export function takeCalls(open: () => void): void {
  const said = window.Parley?.q ?? [];
  const waiting: Call[] = [];
  const calls: Calls = (...call) => {
    if (call[0] === "open") open();
    else if (calls.heard) calls.heard(call);
    else waiting.push(call);
  };
  calls.q = waiting;
  window.Parley = calls;
  for (const call of said) calls(...call);
}
