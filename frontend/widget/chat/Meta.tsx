import { moment } from "../../shared/time.ts";
import type { Part } from "./chat.ts";
import type { Line } from "./lines.ts";

/** The one line under a run of messages: whose, when, how far it has come, and what can be done about one that was refused. */
export function Meta(props: Part & { line: Line }) {
  const { model, t, say } = props.chat;
  const id = () => props.line.id ?? "";
  const words = () => {
    const { progress, refused, mine, name, seq = 0, at } = props.line;
    if (refused) return t(reason(refused));
    if (progress === "sending") return t(model().linked ? "sending" : "waiting");
    const time = moment(at, model().language);
    if (!mine) return `${name} · ${time}`;
    return seq <= model().seen ? `${time} · ${t("read")}` : time;
  };
  return (
    <p class={`meta ${props.line.progress}`}>
      <span class="unseen">{props.line.mine ? `${t("you")} · ` : ""}</span>
      {words()}
      {props.line.refused && (
        <>
          <button type="button" on:click={() => say({ do: "retry", id: id() })}>
            {t("retry")}
          </button>
          <button type="button" on:click={() => say({ do: "remove", id: id() })}>
            {t("remove")}
          </button>
        </>
      )}
    </p>
  );
}

function reason(refused: string) {
  if (refused === "text") return "refusedText";
  return refused === "email" ? "refusedEmail" : "refusedOther";
}
