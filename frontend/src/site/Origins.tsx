import { createSignal, For, Show } from "solid-js";
import { useDesk } from "../desk.ts";
import { keepFocus } from "../parts/focus.ts";
import { DismissIcon } from "../parts/icons.ts";
import { Row } from "../settings/Row.tsx";
import { originOf } from "./origin.ts";
import { useSite } from "./site.ts";

/** The websites whose pages may carry the widget. */
export function Origins() {
  const { t } = useDesk();
  const { shown, save, manages } = useSite();
  const [written, write] = createSignal("");
  const [wrong, setWrong] = createSignal(false);
  let list: HTMLUListElement | undefined;
  let addButton: HTMLButtonElement | undefined;
  keepFocus({ order: () => shown().origins, rows: () => list, add: () => addButton });

  function add(event: SubmitEvent) {
    event.preventDefault();
    const origin = originOf(written());
    setWrong(!origin);
    if (!origin) return;
    write("");
    save({ origins: [...new Set([...shown().origins, origin])].sort() });
  }

  return (
    <>
      <Row title={t("site.website.origins")} why={t("site.website.originsWhy")} />
      <ul ref={list} class="site-origins">
        <For each={shown().origins} fallback={<li class="second">{t("site.website.noOrigins")}</li>}>
          {(origin) => (
            <li>
              <span>{origin}</span>
              <Show when={manages()}>
                <button
                  type="button"
                  class="button bare icon-only"
                  aria-label={t("site.website.removeOrigin", { origin })}
                  onClick={() => save({ origins: shown().origins.filter((other) => other !== origin) })}
                >
                  <DismissIcon class="icon small" />
                </button>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={manages()}>
        <form class="setting-below site-add" noValidate onSubmit={add}>
          <input
            class="input"
            type="text"
            inputmode="url"
            autocomplete="off"
            placeholder="https://shop.example"
            aria-label={t("site.website.newOrigin")}
            aria-invalid={wrong()}
            aria-describedby="site-origin-wrong"
            value={written()}
            onInput={(event) => write(event.currentTarget.value)}
          />
          <button ref={addButton} type="submit" class="button">
            {t("site.website.addOrigin")}
          </button>
          <p id="site-origin-wrong" class="site-wrong" role="status">
            {wrong() ? t("site.website.wrongOrigin") : ""}
          </p>
        </form>
      </Show>
    </>
  );
}
