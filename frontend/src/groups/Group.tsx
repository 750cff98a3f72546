import { For, onMount, Show } from "solid-js";
import { useDesk } from "../desk.ts";
import type { GroupSettings } from "../hub.ts";
import { Outdated } from "../parts/Outdated.tsx";
import { Picture } from "../parts/Picture.tsx";
import { StatusMark } from "../parts/StatusMark.tsx";
import { Toggle } from "../parts/Toggle.tsx";
import { createRevised } from "../revised.ts";
import { DeleteGroup } from "./DeleteGroup.tsx";

interface Props {
  settings: GroupSettings;
  manages: boolean;
  /** It is stored when its name is given. */
  isNew?: boolean;
  /** Resolves to what is stored then. */
  onSave: (settings: GroupSettings) => Promise<GroupSettings>;
  /** Asks for what is stored. */
  onLoad?: () => void;
  onDelete: () => Promise<void>;
}

/** One group. Each change is saved at once; one that is refused shows what is stored again. */
export function Group(props: Props) {
  const { t, session, attempt } = useDesk();
  let name: HTMLInputElement | undefined;
  let cancel: HTMLButtonElement | undefined;
  onMount(() => props.isNew && name?.focus());
  const { shown, save, outdated, load } = createRevised<GroupSettings>(
    () => ({
      name: props.settings.name,
      agents: props.settings.agents,
      everyoneElse: props.settings.everyoneElse,
      revision: props.settings.revision,
    }),
    (next) => props.onSave(next),
    attempt,
    () => props.onLoad?.(),
  );
  const has = (agent: string) => shown().agents.includes(agent);

  async function rename(field: HTMLInputElement) {
    const text = field.value.trim();
    if (text !== "" && text !== shown().name) await save({ name: text });
    field.value = shown().name; // as it is stored, whatever came of it
  }
  function put(agent: string, member: boolean) {
    const others = shown().agents.filter((id) => id !== agent);
    void save({ agents: member ? [...others, agent] : others });
  }

  return (
    <section class="group-card" aria-label={props.settings.name || t("groups.new")}>
      <div class="group-head">
        <Show when={props.manages} fallback={<h2 class="cut-off">{props.settings.name}</h2>}>
          <input
            ref={name}
            class="input"
            maxLength={100}
            aria-label={t("groups.name")}
            placeholder={t("groups.name")}
            value={shown().name}
            onBlur={(event) => event.relatedTarget !== cancel && void rename(event.currentTarget)}
            onKeyDown={(event) => event.key === "Enter" && void rename(event.currentTarget)}
          />
          <Show
            when={!props.isNew}
            fallback={
              // Leaving the field for Cancel is not giving the group its name.
              <button
                ref={cancel}
                type="button"
                class="button"
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => props.onDelete()}
              >
                {t("groups.cancel")}
              </button>
            }
          >
            <DeleteGroup name={props.settings.name} onDelete={() => props.onDelete()} />
          </Show>
        </Show>
      </div>
      <Outdated when={outdated()} onLoad={load} />
      <Show when={!props.isNew}>
        <ul class="group-agents" aria-label={t("groups.agents")}>
          <For each={session().agents.filter((agent) => props.manages || has(agent.id))}>
            {(agent) => (
              <li>
                <label>
                  <Show when={props.manages}>
                    <input
                      class="tick"
                      type="checkbox"
                      checked={has(agent.id)}
                      onChange={(event) => put(agent.id, event.currentTarget.checked)}
                    />
                  </Show>
                  <Picture id={agent.id} name={agent.name} agent size="small" />
                  <span class="cut-off">{agent.name}</span>
                  <StatusMark status={agent.status} />
                </label>
              </li>
            )}
          </For>
        </ul>
        <div class="group-fallback">
          <span>{t("groups.fallback")}</span>
          <Show
            when={props.manages}
            fallback={
              <span class="second">{t(props.settings.everyoneElse ? "groups.yes" : "groups.no")}</span>
            }
          >
            <Toggle
              label={t("groups.fallback")}
              on={shown().everyoneElse}
              onChange={(everyoneElse) => void save({ everyoneElse })}
            />
          </Show>
        </div>
      </Show>
    </section>
  );
}
