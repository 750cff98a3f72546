import { createSignal, createUniqueId, For, Show } from "solid-js";
import type { Group } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { groups } from "./arrange.ts";
import { ConversationItem } from "./ConversationItem.tsx";
import { useInbox } from "./model.ts";
import { Rows } from "./Rows.tsx";
import "./list.css";

const patience = 10; // frames

interface Props {
  /** Enter was pressed on a conversation. */
  onOpen: () => void;
}

/** The conversations in their three groups: one list to walk through with the arrow keys. */
export function List(props: Props) {
  const { t, state } = useDesk();
  const inbox = useInbox();
  const [box, setBox] = createSignal<HTMLDivElement>();

  /** Moves the focus along with the selection. A row far out of sight needs some frames until it is in the page and measured. */
  function focusRow(id: string | undefined, frames = patience) {
    if (!id || frames === 0) return;
    requestAnimationFrame(() => {
      const row = box()?.querySelector<HTMLElement>(`[data-conversation="${CSS.escape(id)}"]`);
      row?.focus();
      if (!row || row !== document.activeElement) focusRow(id, frames - 1);
    });
  }

  function walk(event: KeyboardEvent) {
    const distances: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      Home: -inbox.rows().length,
      End: inbox.rows().length,
    };
    const distance = distances[event.key];
    if (distance !== undefined && !event.altKey) {
      event.preventDefault();
      inbox.touch();
      focusRow(inbox.step(distance));
    } else if (event.key === "Enter") {
      event.preventDefault();
      props.onOpen();
    }
  }

  return (
    <Show
      when={inbox.rows().length > 0}
      fallback={
        <p class="list-empty">
          {inbox.filter() === "all"
            ? t(state.system.trayHost ? "inbox.empty.tray" : "inbox.empty.plain")
            : t(`inbox.empty.${inbox.filter() === "mine" ? "mine" : "unassigned"}`)}
        </p>
      }
    >
      <div
        ref={setBox}
        class="list"
        role="listbox"
        tabIndex={-1}
        aria-label={t("inbox.list")}
        onKeyDown={walk}
        onPointerMove={() => inbox.touch()}
        onPointerLeave={() => inbox.leave()}
      >
        <For each={groups}>{(group) => <Section group={group} scroller={box()} />}</For>
      </div>
    </Show>
  );
}

interface SectionProps {
  group: Group;
  scroller: HTMLElement | undefined;
}

function Section(props: SectionProps) {
  const { t } = useDesk();
  const inbox = useInbox();
  const items = () => inbox.items(props.group);
  const above = () => {
    const before = groups.slice(0, groups.indexOf(props.group)).map((group) => inbox.items(group).length);
    return { rows: before.reduce((sum, rows) => sum + rows, 0), headings: before.filter(Boolean).length + 1 };
  };
  const heading = createUniqueId();
  return (
    <Show when={items().length > 0}>
      {/* biome-ignore lint/a11y/useSemanticElements: a listbox holds groups; a fieldset is for the fields of a form */}
      <div role="group" aria-labelledby={heading}>
        <div class="list-heading" id={heading}>
          <span>{t(`inbox.group.${props.group}`)}</span>
          <span class="count">{items().length}</span>
        </div>
        <Rows items={items()} scroller={props.scroller} above={above()} selected={inbox.selected()}>
          {(item) => <ConversationItem item={item} />}
        </Rows>
      </div>
    </Show>
  );
}
