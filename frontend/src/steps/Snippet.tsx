import { For, Show } from "solid-js";
import { useDesk } from "../desk.ts";
import "./snippet.css";

/** The parts of the line a website carries. */
function useParts() {
  const { session } = useDesk();
  return () => [
    "<script",
    `src="${session().site.widget}/widget.js"`,
    `data-site="${session().site.id}"`,
    "async></script>",
  ];
}

/** The line a website carries. */
export function useSnippet() {
  const parts = useParts();
  return () => parts().join(" ");
}

/** Shows the line, and says how far it reaches. */
export function Snippet() {
  const { t, state } = useDesk();
  const parts = useParts();
  return (
    <>
      <code class="snippet">
        <For each={parts()}>{(part) => <span>{part} </span>}</For>
      </code>
      <Show when={state.system.builtin}>
        <p class="second">{t("snippet.builtin")}</p>
      </Show>
    </>
  );
}
