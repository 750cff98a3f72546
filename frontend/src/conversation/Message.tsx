import { For, Show } from "solid-js";
import { pieces } from "../../shared/links.ts";
import { useDesk } from "../desk.ts";

/** A message as text, with its links to press. Whatever it contains stays text. */
export function Message(props: { text: string }) {
  return (
    <For each={pieces(props.text)}>
      {(piece) => (
        <Show when={piece.href} fallback={piece.text}>
          {(href) => <Link href={href()} text={piece.text} />}
        </Show>
      )}
    </For>
  );
}

/** Opens in the browser, through the desk's gate: the window itself never goes anywhere. */
function Link(props: { href: string; text: string }) {
  const { intents, attempt } = useDesk();
  function open(event: MouseEvent) {
    event.preventDefault();
    if (event.button === 0) void attempt(intents.OpenLink(props.href));
  }
  return (
    <a href={props.href} title={props.href} draggable={false} onClick={open} onAuxClick={open}>
      {props.text}
    </a>
  );
}
