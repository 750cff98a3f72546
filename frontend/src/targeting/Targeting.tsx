import { createMemo, createSignal, Show } from "solid-js";
import type { Revision, RuleSettings, TargetedChat } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { createAsked, hubOf } from "../hub.ts";
import { ChatList, type Left } from "./ChatList.tsx";
import { DeleteDialog } from "./DeleteDialog.tsx";
import { fresh, settingsOf } from "./draft.ts";
import { Editor } from "./Editor.tsx";
import "./targeting.css";

/** What the editor has open: one there is, or a new one. */
interface Opened {
  id?: string;
  settings: RuleSettings;
  revision?: Revision;
}

/** The rules that write to visitors by themselves: all of them, or one in the editor. */
export function Targeting() {
  const { t, session, intents } = useDesk();
  const hub = hubOf(intents);
  const chats = createAsked((hub) => hub.targetedChats());
  const groups = createAsked((hub) => hub.groups());
  const [opened, setOpened] = createSignal<Opened>();
  const [left, setLeft] = createSignal<Left>();
  let ask: (() => void) | undefined;
  const manages = () => session().agent.role !== "agent";
  const online = createMemo(
    () => new Set(session().agents.flatMap(({ id, status }) => (status === "online" ? id : []))),
  );

  /** The name of a group nobody of whose team is Online. */
  function deserted(group?: string): string | undefined {
    const found = groups.value()?.groups.find(({ id }) => id === group);
    if (!found || online().size === 0) return undefined;
    const there = found.everyoneElse || found.agents.some((id) => online().has(id));
    return there ? undefined : found.name;
  }

  async function save(edited: Opened, settings: RuleSettings) {
    const { id } = await (edited.id
      ? hub.setTargetedChat(edited.id, settings, edited.revision)
      : hub.addTargetedChat(settings));
    await chats.again();
    if (opened() === edited) close(id); // otherwise another is being edited by now
  }

  const open = (chat?: TargetedChat) =>
    setOpened(
      chat ? { id: chat.id, settings: settingsOf(chat), revision: chat.revision } : { settings: fresh() },
    );

  /** Leaves the editor, of one there is by now or not. */
  function close(id?: string) {
    setLeft({ id });
    setOpened(undefined);
  }

  /** Opens one as it is stored now; where it is gone, all there are. */
  async function load(edited: Opened) {
    await chats.again();
    if (chats.failed() || opened() !== edited) return; // what was written stays
    const chat = chats.value()?.chats.find((other) => other.id === edited.id);
    if (chat) open(chat);
    else close();
  }

  async function remove(id: string) {
    await hub.deleteTargetedChat(id);
    await chats.again();
    if (opened()?.id === id) close();
  }

  return (
    <div class="targeting">
      <Show when={online().size === 0}>
        <p class="targeting-nobody" role="status">
          {t("targeting.nobody")}
        </p>
      </Show>
      <Show
        when={opened()}
        keyed
        fallback={
          <ChatList
            chats={chats.value()?.chats}
            failed={chats.failed()}
            manages={manages()}
            deserted={deserted}
            revision={chats.value()?.revision}
            left={left()}
            onOpen={open}
            onChanged={chats.again}
          />
        }
      >
        {(chat) => (
          <>
            <Editor
              settings={chat.settings}
              isNew={!chat.id}
              groups={session().groups}
              onSave={(settings) => save(chat, settings)}
              onDelete={() => ask?.()}
              onLoad={() => load(chat)}
              onBack={() => close(chat.id)}
            />
            <Show when={chat.id}>
              {(id) => (
                <DeleteDialog
                  ref={(asks) => {
                    ask = asks;
                  }}
                  onDelete={() => remove(id())}
                />
              )}
            </Show>
          </>
        )}
      </Show>
    </div>
  );
}
