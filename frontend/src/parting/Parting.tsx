import { createEffect, createSignal, on, Show } from "solid-js";
import { useDesk } from "../desk.ts";
import { Explanation } from "../parts/Explanation.tsx";
import { createPartings } from "./partings.ts";
import { Ways } from "./Ways.tsx";
import { Whom } from "./Whom.tsx";
import "./parting.css";

/** Asks who is about to go, while visitors are being talked to, what shall become of them. */
export function Parting() {
  const { state, t, joined, tell, intents, refused } = useDesk();
  const partings = createPartings();
  const open = () => ({ count: joined().length });
  let dialog: HTMLDialogElement | undefined;
  const [shown, setShown] = createSignal<HTMLDialogElement>();
  createEffect(
    on(
      () => Boolean(state.parting),
      (asks) => {
        if (asks) dialog?.showModal();
        else dialog?.close();
        setShown(asks ? dialog : undefined);
      },
    ),
  );
  return (
    <dialog
      ref={dialog}
      class="floating parting"
      aria-labelledby="parting-title"
      onClose={() => state.parting && tell(intents.Part(""))}
    >
      <Show when={shown()}>
        {(mount) => (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              void partings.go();
            }}
          >
            <h2 id="parting-title">{t("parting.title", open())}</h2>
            <p class="second">{t(state.parting === "quit" ? "parting.quit" : "parting.offline", open())}</p>
            <Whom partings={partings} />
            <Ways partings={partings} mount={mount()} />
            <Show when={refused()}>
              {(refused) => (
                <p class="parting-refused" role="alert">
                  <Explanation of={refused()} />
                </p>
              )}
            </Show>
            <div class="setting-buttons parting-buttons">
              <button type="button" class="button" onClick={() => dialog?.close()}>
                {t("parting.cancel")}
              </button>
              <button type="submit" class="button primary" disabled={partings.busy()}>
                {t(`parting.go.${partings.goes()}`)}
              </button>
            </div>
          </form>
        )}
      </Show>
    </dialog>
  );
}
