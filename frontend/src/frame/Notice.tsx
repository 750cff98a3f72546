import { createMemo, createSignal, Show } from "solid-js";
import { useDesk } from "../desk.ts";
import { DismissIcon } from "../parts/icons.ts";
import { explain } from "../parts/refused.ts";
import "./notice.css";

/** The last thing that was refused, by the desk or by the hub, until it is dismissed or another takes its place. */
export function Notice() {
  const { session, refused, dismiss, t } = useDesk();
  const [dismissed, setDismissed] = createSignal("");
  const fromHub = createMemo(() => {
    const notice = session().notice;
    return notice && JSON.stringify(notice) !== dismissed() ? notice : undefined;
  });
  const shown = () => refused() ?? fromHub();
  function close() {
    setDismissed(JSON.stringify(session().notice));
    dismiss();
  }
  return (
    <Show when={shown()}>
      {(notice) => (
        <div class="notice" role="alert">
          <p>{explain(t, notice())}</p>
          <button
            type="button"
            class="button bare icon-only"
            aria-label={t("notice.dismiss")}
            onClick={close}
          >
            <DismissIcon class="icon small" />
          </button>
        </div>
      )}
    </Show>
  );
}
