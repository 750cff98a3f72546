import { createEffect, For } from "solid-js";
import { useDesk } from "../desk.ts";
import { chord } from "../keys.ts";
import { taught } from "./shortcuts.ts";
import "./help.css";

interface Props {
  open: boolean;
  onClose: () => void;
}

/** The keys of the window, behind "?". */
export function Help(props: Props) {
  const { t } = useDesk();
  let dialog: HTMLDialogElement | undefined;
  createEffect(() => {
    if (props.open) dialog?.showModal();
    else dialog?.close();
  });
  return (
    <dialog ref={dialog} class="floating help" aria-label={t("help.title")} onClose={() => props.onClose()}>
      <h2>{t("help.title")}</h2>
      <dl>
        <For each={taught}>
          {([name, keys]) => (
            <div>
              <dt>{t(`help.${name}`)}</dt>
              <dd>
                <kbd>{chord(keys)}</kbd>
              </dd>
            </div>
          )}
        </For>
      </dl>
      <form method="dialog">
        <button type="submit" class="button">
          {t("help.close")}
        </button>
      </form>
    </dialog>
  );
}
