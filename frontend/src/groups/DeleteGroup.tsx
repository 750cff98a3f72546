import { useDesk } from "../desk.ts";

/** Deletes a group after asking: its visitors lose it for good. */
export function DeleteGroup(props: { name: string; onDelete: () => void }) {
  const { t } = useDesk();
  let dialog: HTMLDialogElement | undefined;
  return (
    <>
      <button type="button" class="button" onClick={() => dialog?.showModal()}>
        {t("groups.delete")}
      </button>
      <dialog ref={dialog} class="floating group-delete" aria-label={t("groups.delete")}>
        <p>{t("groups.deleteWhy", { name: props.name })}</p>
        <form method="dialog" class="setting-buttons">
          <button type="submit" class="button">
            {t("groups.cancel")}
          </button>
          <button type="submit" class="button primary" onClick={() => props.onDelete()}>
            {t("groups.delete")}
          </button>
        </form>
      </dialog>
    </>
  );
}
