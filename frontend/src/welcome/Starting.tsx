import { createSignal, Show } from "solid-js";
import { createDelay } from "../clock.ts";
import { useDesk } from "../desk.ts";
import { Mark } from "../parts/Mark.tsx";
import "./welcome.css";

const patience = 400; // milliseconds before waiting is worth a word

/** Stands until the desk has something to show. What keeps it from that stands in the bar above; here is what can be done. */
export function Starting() {
  const { state, t, intents, attempt } = useDesk();
  const [slow, setSlow] = createSignal(false);
  createDelay(patience).start(() => setSlow(true));
  return (
    <main class="starting">
      <Mark />
      <p role="status">{slow() && t(state.trouble ? "starting.stuck" : "starting.slow")}</p>
      <Show when={slow() && state.trouble}>
        <div class="starting-actions">
          <button type="button" class="button primary" onClick={() => attempt(intents.StartAgain())}>
            {t("starting.again")}
          </button>
          <button type="button" class="button" onClick={() => attempt(intents.Quit())}>
            {t("quit.title")}
          </button>
        </div>
      </Show>
    </main>
  );
}
