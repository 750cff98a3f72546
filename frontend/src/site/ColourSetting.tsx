import { createSignal, For } from "solid-js";
import { useDesk } from "../desk.ts";
import { Field } from "./Field.tsx";
import { Setting } from "./Setting.tsx";
import { useSite } from "./site.ts";

/** Colours to begin with, each with a name of its own. */
const presets = [
  ["petrol", "#14607a"],
  ["blue", "#1d5fd1"],
  ["green", "#0f7a53"],
  ["violet", "#7557c9"],
  ["red", "#c0352b"],
  ["ink", "#1f1e1b"],
] as const;

/** Returns a colour as it is stored, or undefined when what was written is none. */
export function colourOf(written: string): string | undefined {
  const digits = /^#?([0-9a-f]{6}|[0-9a-f]{3})$/i.exec(written.trim())?.[1]?.toLowerCase();
  if (digits?.length === 3) return `#${digits.replace(/./g, "$&$&")}`;
  return digits && `#${digits}`;
}

/** The one colour of the widget: a preset, or any by its number. */
export function ColourSetting() {
  const { t } = useDesk();
  const { shown, saveLook } = useSite();
  const [wrong, setWrong] = createSignal(false);
  const chosen = () => shown().look.colour;

  function choose(written: string) {
    const colour = colourOf(written);
    setWrong(!colour);
    if (colour && colour !== chosen()) saveLook({ colour });
  }

  return (
    <Setting
      title={t("site.look.colour")}
      why={t(wrong() ? "site.look.colourWrong" : "site.look.colourWhy")}
      is={chosen()}
    >
      <div class="site-colour">
        <For each={presets}>
          {([name, colour]) => (
            <button
              type="button"
              class="site-swatch"
              style={{ "--swatch": colour }}
              aria-label={t(`site.colours.${name}`)}
              aria-pressed={colour === chosen()}
              onClick={() => choose(colour)}
            />
          )}
        </For>
        <Field
          size={8}
          maxLength={7}
          spellcheck={false}
          autocomplete="off"
          label={t("site.look.hex")}
          aria-invalid={wrong()}
          value={chosen()}
          onChange={(input) => choose(input.value)}
        />
      </div>
    </Setting>
  );
}
