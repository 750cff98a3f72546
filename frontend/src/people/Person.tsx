import { createSignal, Show } from "solid-js";
import type { Role, Status, Teammate } from "../../shared/local.ts";
import { Refusal } from "../backend.ts";
import { useDesk } from "../desk.ts";
import { createAsked, hubOf } from "../hub.ts";
import { Choice } from "../parts/Choice.tsx";
import { Picture } from "../parts/Picture.tsx";
import { StatusMark } from "../parts/StatusMark.tsx";
import type { TextKey } from "../texts.ts";
import { ChangeList } from "./ChangeList.tsx";
import { PersonMenu } from "./PersonMenu.tsx";
import { RemoveDialog } from "./RemoveDialog.tsx";
import { rolesFor } from "./roles.ts";
import { StatusOf } from "./StatusOf.tsx";
import { sentenceOf } from "./words.ts";

interface Props {
  person: Teammate;
  /** The agent at the window is owner or admin. */
  manages: boolean;
  onChange: () => Promise<void>;
}

/** An agent of the team, with what the one at the window may change. */
export function Person(props: Props) {
  const { t, time, lately, session, intents } = useDesk();
  const hub = hubOf(intents);
  const [role, setRole] = createSignal<Role>(); // asked for and not confirmed
  const [status, setStatus] = createSignal<Status>(); // the same
  const [refused, setRefused] = createSignal<TextKey>();
  const [log, setLog] = createSignal(false);
  let ask: (() => void) | undefined;

  const person = () => props.person;
  const self = () => person().id === session().agent.id;
  const roles = () => (props.manages ? rolesFor(session().agent.role, person().role) : []);

  /** Does something that may be refused, and shows how it stands then. */
  async function act(doing: Promise<unknown>) {
    setRefused(undefined);
    try {
      await doing;
    } catch (reason) {
      if (!(reason instanceof Refusal)) throw reason;
      setRefused(refusals[reason.code] ?? "team.refused.hub");
    }
    await props.onChange();
    setRole(undefined);
    setStatus(undefined);
  }
  /** Rejected with why it was refused, which the dialog shows: nobody sees the row behind it. */
  async function remove() {
    try {
      await hub.removeAgent(person().id);
    } finally {
      await props.onChange();
    }
  }
  function changeRole(next: Role) {
    setRole(next);
    void act(hub.setRole(person().id, next));
  }
  function changeStatus(next: Status) {
    setStatus(next);
    void act(hub.setStatusOf(person().id, next));
  }
  const line = () => {
    const { view } = person();
    if (props.manages && view) return sentenceOf(t, time(), lately(), view, self());
    return t(`status.${person().status}`);
  };
  return (
    <li class="person">
      <div class="setting">
        <Picture id={person().id} name={person().name} agent>
          <StatusMark
            status={status() ?? person().status}
            sign={!status() && person().view?.cause === "idle" ? "idle" : undefined}
            pending={status() !== undefined}
          />
        </Picture>
        <div class="setting-words">
          <p class="person-name">
            <span>{person().name}</span>
            <Show when={self()}>
              <span class="tag">{t("team.you")}</span>
            </Show>
          </p>
          <p class="second">{line()}</p>
          <Show when={person().email}>
            <p class="second">{person().email}</p>
          </Show>
          <Show when={refused()}>
            {(key) => (
              <p class="second wrong" role="alert">
                {t(key(), { name: person().name })}
              </p>
            )}
          </Show>
        </div>
        <div class="person-controls">
          <Show
            when={roles().length > 1}
            fallback={<span class="second person-role">{t(`role.${person().role}`)}</span>}
          >
            <Choice
              label={t("team.role", { name: person().name })}
              value={role() ?? person().role}
              options={roles()}
              name={(role) => t(`role.${role}`)}
              onChange={changeRole}
            />
          </Show>
          <Show when={props.manages && !self()}>
            <StatusOf
              name={person().name}
              status={status() ?? person().status}
              pending={status() !== undefined}
              onStatus={changeStatus}
            />
          </Show>
          <Show when={props.manages}>
            <PersonMenu
              name={person().name}
              log={log()}
              onLog={() => setLog(!log())}
              onRemove={!self() && roles().length > 1 ? () => ask?.() : undefined}
            />
          </Show>
        </div>
      </div>
      <Show when={log()}>
        <ChangesOf person={person()} />
      </Show>
      <RemoveDialog
        ref={(asks) => {
          ask = asks;
        }}
        name={person().name}
        onRemove={remove}
      />
    </li>
  );
}

const refusals: Partial<Record<Refusal["code"], TextKey>> = {
  forbidden: "team.refused.owners",
  conflict: "team.refused.last",
  not_found: "team.refused.gone",
};

function ChangesOf(props: { person: Teammate }) {
  const { t } = useDesk();
  const asked = createAsked(
    (hub) => hub.changesOf(props.person.id),
    () => `${props.person.view?.since} ${props.person.status}`,
  );
  return (
    <Show when={asked.value()}>
      {(answer) => (
        <div class="person-changes">
          <ChangeList changes={answer().changes} label={t("team.changesOf", { name: props.person.name })} />
        </div>
      )}
    </Show>
  );
}
