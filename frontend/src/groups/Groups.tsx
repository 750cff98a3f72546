import { createSignal, For, Show } from "solid-js";
import type { GroupInfo } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { createAsked, type GroupSettings, hubOf } from "../hub.ts";
import { keepFocus } from "../parts/focus.ts";
import { AddIcon } from "../parts/icons.ts";
import { Asking } from "./Asking.tsx";
import { Group } from "./Group.tsx";
import "./groups.css";

/** The groups of agents: who is in each, and who stands in. Owners and admins change them. */
export function Groups() {
  const { t, session, intents } = useDesk();
  const hub = hubOf(intents);
  const asked = createAsked((hub) => hub.groups());
  const groups = () => asked.value()?.groups ?? [];
  const ids = () => groups().map((group) => group.id);
  const [adding, setAdding] = createSignal(false);
  const manages = () => session().agent.role !== "agent";
  let cards: HTMLDivElement | undefined;
  let addButton: HTMLButtonElement | undefined;
  keepFocus({ order: ids, rows: () => cards, add: () => addButton });

  async function add({ name, agents, everyoneElse }: GroupSettings): Promise<GroupSettings> {
    const added = await hub.addGroup({ name, agents, everyoneElse });
    await asked.again();
    setAdding(false);
    return added;
  }
  function save(group: GroupInfo, settings: GroupSettings): Promise<GroupSettings> {
    const stored = hub.setGroup(group.id, settings);
    void stored.then(asked.again, asked.again);
    return stored;
  }
  async function remove(id: string) {
    try {
      await hub.deleteGroup(id);
    } finally {
      await asked.again();
    }
  }

  return (
    <>
      <Show when={asked.failed() && !asked.value()}>
        <p class="setting-note">{t("groups.failed")}</p>
      </Show>
      <Show when={asked.value() && groups().length === 0}>
        <p class="setting-note">{t("groups.none")}</p>
      </Show>
      <Show when={groups().length > 0}>
        <Asking />
      </Show>
      <div ref={cards}>
        <For each={ids()}>
          {(id) => (
            <Show when={groups().find((group) => group.id === id)}>
              {(group) => (
                <Group
                  settings={group()}
                  manages={manages()}
                  onSave={(settings) => save(group(), settings)}
                  onLoad={asked.again}
                  onDelete={() => remove(id)}
                />
              )}
            </Show>
          )}
        </For>
      </div>
      <Show when={manages()}>
        <Show
          when={adding()}
          fallback={
            <button ref={addButton} type="button" class="button group-add" onClick={() => setAdding(true)}>
              <AddIcon class="icon small" />
              {t("groups.add")}
            </button>
          }
        >
          <Group
            settings={{ name: "", agents: [], everyoneElse: false }}
            manages
            isNew
            onSave={add}
            onDelete={async () => void setAdding(false)}
          />
        </Show>
      </Show>
    </>
  );
}
