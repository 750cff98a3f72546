import { createMemo, Show } from "solid-js";
import type { Teammate } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { createAsked } from "../hub.ts";
import { ById } from "../parts/ById.tsx";
import { keepFocus } from "../parts/focus.ts";
import { Invitations } from "./Invitations.tsx";
import { Person } from "./Person.tsx";
import "./people.css";
import { Unanswered } from "./Unanswered.tsx";

/** Everybody of the site. Owners and admins set statuses and roles, remove and invite. */
export function Team() {
  const { t, session, lately } = useDesk();
  const manages = () => session().agent.role !== "agent";
  const asked = createAsked(
    (hub) => hub.team(),
    () => `${session().agents.map((agent) => agent.status)} ${lately()}`,
  );
  // Who belongs to the team and the statuses are known without asking, and sooner.
  const people = createMemo<Teammate[]>(() => {
    const told = new Map(asked.value()?.agents.map((agent) => [agent.id, agent]));
    return session().agents.map((agent) => ({ ...told.get(agent.id), ...agent }));
  });
  let list: HTMLUListElement | undefined;
  keepFocus({ order: () => people().map(({ id }) => id), rows: () => list });
  return (
    <>
      <Unanswered failed={asked.failed()} />
      <ul ref={list} class="people" aria-label={t("settings.team.title")}>
        <ById each={people()}>
          {(person) => <Person person={person()} manages={manages()} onChange={() => asked.again()} />}
        </ById>
      </ul>
      <Show when={manages()}>
        <Invitations />
      </Show>
    </>
  );
}
