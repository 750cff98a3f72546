import { For, onMount, Show } from "solid-js";
import type { Revision, TargetedChat } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { hubOf } from "../hub.ts";
import { keepFocus } from "../parts/focus.ts";
import { AddIcon, DownIcon, UpIcon } from "../parts/icons.ts";
import { Toggle } from "../parts/Toggle.tsx";
import { moved, settingsOf } from "./draft.ts";
import { conditionWords } from "./words.ts";

/** What the editor had open before the list was there again; without an id what is not in it. */
export interface Left {
  id?: string;
}

interface Props {
  /** Undefined before the hub has answered. */
  chats: TargetedChat[] | undefined;
  /** Of their order. */
  revision?: Revision;
  failed: boolean;
  manages: boolean;
  /** The name of a group nobody of whose team is Online. */
  deserted: (group?: string) => string | undefined;
  left?: Left;
  /** Opens one, or a new one. */
  onOpen: (chat?: TargetedChat) => void;
  onChanged: () => Promise<void>;
}

/** All targeted chats in the order in which they are tried. */
export function ChatList(props: Props) {
  const { t, intents, attempt } = useDesk();
  const hub = hubOf(intents);
  const ids = () => props.chats?.map(({ id }) => id) ?? [];
  let list: HTMLOListElement | undefined;
  let add: HTMLButtonElement | undefined;
  keepFocus({ order: ids, rows: () => list, add: () => add });
  // Where the editor took the keyboard with it.
  onMount(() => {
    if (!props.left || document.activeElement !== document.body) return;
    const row = list?.children[ids().indexOf(props.left.id ?? "")];
    (row?.querySelector<HTMLElement>(".targeting-name") ?? add)?.focus();
  });

  const chatOf = (id: string) => props.chats?.find((chat) => chat.id === id);
  let turn: Promise<unknown> = Promise.resolve();

  /** One after the other: each changes what the one before it has left. */
  function change(ask: () => Promise<unknown>) {
    turn = turn.then(async () => {
      await attempt(ask());
      await props.onChanged(); // what was refused shows as it is
    });
  }
  async function setOn(id: string, on: boolean) {
    const chat = chatOf(id);
    if (chat) await hub.setTargetedChat(id, { ...settingsOf(chat), on }, chat.revision);
  }
  const move = (id: string, by: -1 | 1) => hub.orderTargetedChats(moved(ids(), id, by), props.revision);

  return (
    <>
      <Show when={props.chats} fallback={<Show when={props.failed}>{<p>{t("targeting.failed")}</p>}</Show>}>
        {(chats) => (
          <>
            <Show when={chats().length > 0} fallback={<p class="setting-note">{t("targeting.none")}</p>}>
              <ol ref={list} class="targeting-list" aria-label={t("settings.targeting.title")}>
                <For each={ids()}>
                  {(id, index) => (
                    <ChatRow
                      {...props}
                      chat={chatOf(id) as TargetedChat}
                      first={index() === 0}
                      last={index() === chats().length - 1}
                      onOn={(on) => change(() => setOn(id, on))}
                      onMove={(by) => change(() => move(id, by))}
                    />
                  )}
                </For>
              </ol>
            </Show>
            <Show when={props.manages}>
              <div class="targeting-add">
                <button ref={add} type="button" class="button" onClick={() => props.onOpen()}>
                  <AddIcon class="icon small" />
                  {t("targeting.add")}
                </button>
              </div>
            </Show>
          </>
        )}
      </Show>
      <p class="setting-note">{t("targeting.browser")}</p>
    </>
  );
}

interface RowProps extends Props {
  chat: TargetedChat;
  first: boolean;
  last: boolean;
  onOn: (on: boolean) => void;
  onMove: (by: -1 | 1) => void;
}

function ChatRow(props: RowProps) {
  const { t } = useDesk();
  const name = () => props.chat.name;
  const when = () =>
    props.chat.conditions.map((condition) => conditionWords(t, condition)).join(" · ") ||
    t("targeting.always");
  return (
    <li class="targeting-row" classList={{ off: !props.chat.on }}>
      <Show when={props.manages}>
        <div class="targeting-order">
          <button
            type="button"
            class="button bare icon-only"
            aria-label={t("targeting.up", { name: name() })}
            title={t("targeting.up", { name: name() })}
            disabled={props.first}
            onClick={() => props.onMove(-1)}
          >
            <UpIcon class="icon small" />
          </button>
          <button
            type="button"
            class="button bare icon-only"
            aria-label={t("targeting.down", { name: name() })}
            title={t("targeting.down", { name: name() })}
            disabled={props.last}
            onClick={() => props.onMove(1)}
          >
            <DownIcon class="icon small" />
          </button>
        </div>
      </Show>
      <div class="setting-words">
        <Show when={props.manages} fallback={<p dir="auto">{name()}</p>}>
          <button type="button" class="targeting-name" dir="auto" onClick={() => props.onOpen(props.chat)}>
            {name()}
          </button>
        </Show>
        <p class="second">{when()}</p>
        <p class="second">
          {t("targeting.counts", { shown: props.chat.shown, answered: props.chat.answered })}
          <Show when={props.chat.on && props.deserted(props.chat.group)}>
            {(group) => <span class="targeting-deserted">{t("targeting.nobodyOf", { group: group() })}</span>}
          </Show>
        </p>
      </div>
      <Show
        when={props.manages}
        fallback={<span class="second">{t(props.chat.on ? "targeting.isOn" : "targeting.isOff")}</span>}
      >
        <Toggle
          label={t("targeting.onOf", { name: name() })}
          on={props.chat.on}
          onChange={(on) => props.onOn(on)}
        />
      </Show>
    </li>
  );
}
