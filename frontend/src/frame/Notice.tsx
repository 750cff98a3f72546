import { createMemo, createSignal, Show } from "solid-js";
import { useDesk } from "../desk.ts";
import { Explanation } from "../parts/Explanation.tsx";
import { Dismiss } from "./Dismiss.tsx";
import "./notice.css";

/** The last thing that was refused, by the desk or by the hub, until it is dismissed or another takes its place. */
export function Notice() {
  const { state, refused, dismiss } = useDesk();
  const [dismissed, setDismissed] = createSignal("");
  const fromHub = createMemo(() => {
    const notice = state.session?.notice;
    return notice && JSON.stringify(notice) !== dismissed() ? notice : undefined;
  });
  const shown = () => (state.parting ? undefined : (refused() ?? fromHub())); // the question says by itself what was refused
  function close() {
    setDismissed(JSON.stringify(state.session?.notice));
    dismiss();
  }
  return (
    <Show when={shown()}>
      {(notice) => (
        <div class="notice" role="alert">
          <p>
            <Explanation of={notice()} />
          </p>
          <Dismiss onDismiss={close} />
        </div>
      )}
    </Show>
  );
}
