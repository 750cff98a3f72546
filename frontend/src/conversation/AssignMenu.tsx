import { DropdownMenu } from "@kobalte/core/dropdown-menu";
import { For, Show } from "solid-js";
import type { Colleague, Conversation } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { AssignIcon, DownIcon, GroupIcon, LeaveIcon } from "../parts/icons.ts";
import { StatusMark } from "../parts/StatusMark.tsx";
import "../parts/menu.css";

/** Who the conversation is given to, who else joins it, and how to leave it. */
export function AssignMenu(props: { conversation: Conversation; joined: boolean }) {
  const { t, session, intents, attempt } = useDesk();
  const id = () => props.conversation.id;
  const me = () => session().agent.id;
  const isMember = (agent: string) => props.conversation.members.some((member) => member.id === agent);
  const toAssign = () => session().agents.filter((agent) => agent.id !== props.conversation.assigned);
  const toAdd = () => session().agents.filter((agent) => agent.id !== me() && !isMember(agent.id));
  const groups = () => session().groups;
  const online = (agents: string[]) =>
    session().agents.filter((agent) => agents.includes(agent.id) && agent.status === "online").length;

  function person(agent: Colleague, onSelect: () => void) {
    return (
      <DropdownMenu.Item class="menu-item" onSelect={onSelect}>
        <StatusMark status={agent.status} />
        <span class="cut-off">{agent.id === me() ? t("assign.me", { name: agent.name }) : agent.name}</span>
        <span class="second">{t(`status.${agent.status}`)}</span>
      </DropdownMenu.Item>
    );
  }

  return (
    <DropdownMenu modal={false} gutter={4} placement="bottom-end" fitViewport>
      <DropdownMenu.Trigger class="button assign" aria-label={t("assign.label")}>
        <AssignIcon class="icon small" />
        <span class="assign-word">{t("assign.label")}</span>
        <DownIcon class="icon small" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content class="floating menu">
          <DropdownMenu.Group>
            <DropdownMenu.GroupLabel class="menu-heading">{t("assign.to")}</DropdownMenu.GroupLabel>
            <For each={toAssign()}>
              {(agent) =>
                person(agent, () => attempt(intents.Assign({ conversation: id(), agent: agent.id })))
              }
            </For>
          </DropdownMenu.Group>
          <Show when={groups().length > 0}>
            <DropdownMenu.Separator class="menu-line" />
            <DropdownMenu.Group>
              <DropdownMenu.GroupLabel class="menu-heading">{t("assign.handOver")}</DropdownMenu.GroupLabel>
              <For each={groups()}>
                {(group) => (
                  <DropdownMenu.Item
                    class="menu-item"
                    onSelect={() => attempt(intents.Assign({ conversation: id(), group: group.id }))}
                  >
                    <GroupIcon class="icon" />
                    <span class="cut-off">{group.name}</span>
                    <span class="second">{t("assign.online", { count: online(group.agents) })}</span>
                  </DropdownMenu.Item>
                )}
              </For>
            </DropdownMenu.Group>
          </Show>
          <Show when={toAdd().length > 0}>
            <DropdownMenu.Separator class="menu-line" />
            <DropdownMenu.Group>
              <DropdownMenu.GroupLabel class="menu-heading">{t("assign.add")}</DropdownMenu.GroupLabel>
              <For each={toAdd()}>
                {(agent) =>
                  person(agent, () => attempt(intents.Add({ conversation: id(), agent: agent.id })))
                }
              </For>
            </DropdownMenu.Group>
          </Show>
          <Show when={props.joined}>
            <DropdownMenu.Separator class="menu-line" />
            <DropdownMenu.Item class="menu-item" onSelect={() => attempt(intents.LeaveConversation(id()))}>
              <LeaveIcon class="icon" />
              {t("assign.leave")}
            </DropdownMenu.Item>
          </Show>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  );
}
