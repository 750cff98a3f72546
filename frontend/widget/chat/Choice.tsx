import type { Part } from "./chat.ts";
import css from "./choice.css?inline";
import { Each } from "./Each.tsx";

/** Whom the first message is for, where the site asks: one of its groups, or anyone. */
function Choice(props: Part) {
  const { model, t, say } = props.chat;
  return (
    <div class="choice">
      <label for="group">{t("toWhom")}</label>
      <select id="group" on:change={(event) => say({ do: "choose", group: event.currentTarget.value })}>
        <option value="" selected={!model().group}>
          {t("anyone")}
        </option>
        <Each of={model().site.groups ?? []}>
          {(group) => (
            <option value={group().id} selected={group().id === model().group}>
              {group().name}
            </option>
          )}
        </Each>
      </select>
    </div>
  );
}

export const part = { draw: Choice, css };
