import { Show } from "solid-js";
import { useDesk } from "../desk.ts";

/** Says that what a page asked the hub for has not been answered. */
export function Unanswered(props: { failed: boolean }) {
  const { t } = useDesk();
  return (
    <Show when={props.failed}>
      <p class="setting-note" role="status">
        {t("changes.failed")}
      </p>
    </Show>
  );
}
