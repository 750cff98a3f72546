import { createSignal, Show } from "solid-js";
import { useDesk } from "../desk.ts";
import { TroubleIcon } from "../parts/icons.ts";
import { Bar } from "./Bar.tsx";
import { Dismiss } from "./Dismiss.tsx";

/** Why the desk cannot work, or what it lost, until that is dismissed. Another trouble shows again. */
export function TroubleBar() {
  const { state, t } = useDesk();
  const [dismissed, setDismissed] = createSignal<string>();
  return (
    <Show when={state.trouble?.message !== dismissed() && state.trouble}>
      {(trouble) => (
        <Bar
          label={t("trouble.label")}
          mark={<TroubleIcon class="icon" />}
          head={t(`trouble.${trouble().code}`)}
          actions={<Dismiss onDismiss={() => setDismissed(trouble().message)} />}
        >
          <small class="details" lang="en">
            {trouble().message}
          </small>
        </Bar>
      )}
    </Show>
  );
}
