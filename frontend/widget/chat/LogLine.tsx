import { pieces } from "../../shared/links.ts";
import type { Part } from "./chat.ts";
import { Each } from "./Each.tsx";
import type { Line } from "./lines.ts";
import { Meta } from "./Meta.tsx";

/** One line of the log: a message, or what an agent did. */
export function LogLine(props: Part & { line: Line }) {
  const { t } = props.chat;
  const did = () => t(props.line.kind === "joined" ? "joined" : "closed", { name: props.line.name });
  return (
    <>
      {props.line.kind === "message" ? (
        <Message chat={props.chat} line={props.line} />
      ) : (
        <p class="system">{did()}</p>
      )}
    </>
  );
}

/** Text with its links to press. Whatever a message contains stays text. */
function Message(props: Part & { line: Line }) {
  return (
    <div class={`message ${props.line.mine ? "mine" : ""} ${props.line.first ? "first" : ""}`}>
      <p class={`bubble ${props.line.progress}`} dir="auto">
        <Each of={pieces(props.line.text)}>
          {(piece) => (
            <>
              {piece().href ? (
                <a href={piece().href} target="_blank" rel="noopener noreferrer">
                  {piece().text}
                </a>
              ) : (
                piece().text
              )}
            </>
          )}
        </Each>
      </p>
      {props.line.last && <Meta chat={props.chat} line={props.line} />}
    </div>
  );
}
