import { createSignal, Show } from "solid-js";
import { createDelay } from "../clock.ts";
import { useDesk } from "../desk.ts";
import { Mark } from "../parts/Mark.tsx";
import "./welcome.css";

const patience = 400; // milliseconds before waiting is worth a word

/** Stands until the desk has something to show, and tells what keeps it from that. */
export function Starting() {
  const desk = useDesk();
  const [slow, setSlow] = createSignal(false);
  createDelay(patience).start(() => setSlow(true));
  return (
    <main class="starting">
      <Mark />
      <p role="status">
        <Show when={desk.state.trouble} fallback={slow() && desk.t("starting.slow")}>
          {(trouble) => (
            <>
              <strong>{desk.t("starting.trouble")}</strong> {trouble()}
            </>
          )}
        </Show>
      </p>
    </main>
  );
}
