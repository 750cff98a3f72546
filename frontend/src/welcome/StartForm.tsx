import { createSignal, onMount, Show } from "solid-js";
import { useDesk } from "../desk.ts";
import { Explanation } from "../parts/Explanation.tsx";
import { createSubmit } from "../parts/refused.ts";

/** Sets up the built-in hub. It comes filled in: one press of Start is enough. */
export function StartForm() {
  const { state, t, intents } = useDesk();
  const [name, setName] = createSignal(state.proposed.name);
  const [site, setSite] = createSignal(state.proposed.site);
  const { busy, refused, submit } = createSubmit(() =>
    intents.Start({ name: name().trim(), site: site().trim() }),
  );
  let first: HTMLInputElement | undefined;
  onMount(() => first?.focus());
  return (
    <form onSubmit={submit}>
      <div class="pair">
        <label class="field">
          {t("start.name")}
          <input
            ref={first}
            class="input"
            required
            autocomplete="name"
            value={name()}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <label class="field">
          {t("start.site")}
          <input
            class="input"
            required
            autocomplete="organization"
            value={site()}
            onInput={(event) => setSite(event.currentTarget.value)}
          />
        </label>
      </div>
      <div class="welcome-go">
        <button type="submit" class="button primary" aria-disabled={busy()}>
          {t("start.go")}
        </button>
        <Show when={refused()} fallback={<span class="second">{t("start.next")}</span>}>
          {(why) => (
            <span class="form-refused" role="alert">
              <Explanation of={why()} />
            </span>
          )}
        </Show>
      </div>
    </form>
  );
}
