import { createSignal, onMount } from "solid-js";
import { useDesk } from "../desk.ts";
import { createSubmit } from "../parts/refused.ts";
import { Go } from "./Go.tsx";

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
      <Go label={t("start.go")} next={t("start.next")} busy={busy()} refused={refused()} />
    </form>
  );
}
