import { For, Index, Show } from "solid-js";
import type { Focus } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { DownIcon } from "../parts/icons.ts";
import { agentName } from "../parts/names.ts";
import { EntryLine } from "./EntryLine.tsx";
import { createReading } from "./reading.ts";
import { createScroll } from "./scroll.ts";
import { UnsentLine } from "./UnsentLine.tsx";
import "./log.css";

/** What was said, the newest at the bottom, and what has not reached the hub yet. */
export function Log(props: { focus: Focus }) {
  const { t, session } = useDesk();
  const scroll = createScroll(() => props.focus);
  createReading(() => props.focus, scroll.atEnd);
  const entries = () => props.focus.entries;
  /** Who took the conversation before this agent could. */
  const faster = () => {
    const [first] = props.focus.conversation.members;
    return props.focus.beaten && first ? agentName(session(), first.id) : undefined;
  };
  return (
    <div class="log-frame">
      <div
        ref={scroll.attach}
        class="log"
        role="log"
        aria-live="off"
        aria-label={t("log.label")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={scroll.follow}
      >
        <div class="log-content">
          <Show when={props.focus.earlier}>
            <button type="button" class="earlier" onClick={scroll.loadEarlier}>
              {t("log.earlier")}
            </button>
          </Show>
          <For each={entries()}>
            {(entry, index) => (
              <EntryLine
                entry={entry}
                before={entries()[index() - 1]}
                after={entries()[index() + 1]}
                conversation={props.focus.conversation}
              />
            )}
          </For>
          <Show when={faster()}>
            {(name) => <p class="system-line">{t("log.faster", { name: name() })}</p>}
          </Show>
          <Index each={props.focus.outbox}>{(unsent) => <UnsentLine unsent={unsent()} />}</Index>
        </div>
      </div>
      <Show when={!scroll.atEnd()}>
        <button type="button" class="button to-end" aria-label={t("log.toEnd")} onClick={scroll.toEnd}>
          <DownIcon class="icon small" />
          <Show when={scroll.newBelow()}>{t("log.newBelow")}</Show>
        </button>
      </Show>
    </div>
  );
}
