import { type Accessor, createEffect, createSignal, on, onCleanup } from "solid-js";
import type { Focus } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";

const slack = 24; // pixels from the end that still count as the end
const reach = 80; // pixels from the top at which earlier entries are asked for

/**
 * Where the log stands: at its end while the newest is in sight, otherwise on the lines it shows, whatever comes
 * below or is loaded above.
 */
export function createScroll(focus: Accessor<Focus>) {
  const { session, intents, tell, attempt } = useDesk();
  const [atEnd, setAtEnd] = createSignal(true);
  const [newBelow, setNewBelow] = createSignal(false);
  let log: HTMLElement | undefined;
  let height = 0; // of the content, when it was last looked at
  let room = 0; // for the content, then
  let loading = false;

  function measure() {
    height = log?.scrollHeight ?? 0;
    room = log?.clientHeight ?? 0;
  }

  function toEnd() {
    if (!log) return;
    log.scrollTop = log.scrollHeight;
    measure();
    setAtEnd(true);
    setNewBelow(false);
  }

  /** Somebody comes near the top: more is loaded without a press. A hub that cannot answer is asked by hand only. */
  function nearTop() {
    if (loading || session().link.phase !== "linked") return;
    loading = true;
    const done = () => {
      loading = false;
    };
    tell(intents.Earlier(focus().conversation.id).finally(done));
  }

  /** Stays at the end when the log or what is in it changes its size. */
  function refit() {
    if (atEnd()) toEnd();
    else measure();
  }

  /** Keeps track when the person scrolls. */
  function follow() {
    if (!log) return;
    if (log.scrollHeight !== height || log.clientHeight !== room) return refit(); // nobody scrolled: the page was laid out anew
    setAtEnd(log.scrollHeight - log.clientHeight - log.scrollTop < slack);
    if (atEnd()) setNewBelow(false);
    if (log.scrollTop < reach && focus().earlier && !atEnd()) nearTop();
  }

  const first = () => focus().entries[0]?.seq ?? 0;
  const last = () => focus().entries.at(-1)?.seq ?? 0;
  const unsent = () => focus().outbox.length;
  createEffect(
    on([() => focus().conversation.id, first, last, unsent], ([id, start, end, mine], before) => {
      const [lastId, lastStart, lastEnd, lastMine] = before ?? [];
      if (!log) return;
      if (id !== lastId || mine > (lastMine ?? 0) || atEnd()) {
        toEnd();
      } else if (start < (lastStart ?? 0)) {
        log.scrollTop += log.scrollHeight - height;
        measure();
      } else if (end > (lastEnd ?? 0)) {
        setNewBelow(true);
      }
    }),
  );

  const size = new ResizeObserver(refit);
  onCleanup(() => size.disconnect());
  return {
    attach(element: HTMLElement) {
      log = element;
      size.observe(element);
      for (const content of element.children) size.observe(content);
    },
    follow,
    toEnd,
    loadEarlier: () => attempt(intents.Earlier(focus().conversation.id)),
    atEnd,
    /** Something came that is out of sight. */
    newBelow,
  };
}
