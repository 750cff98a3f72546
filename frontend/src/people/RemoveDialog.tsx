import { useDesk } from "../desk.ts";

interface Props {
  ref: (dialog: HTMLDialogElement) => void;
  name: string;
  onRemove: () => void;
}

/** Asks before somebody is removed, which cannot be undone. */
export function RemoveDialog(props: Props) {
  const { t } = useDesk();
  return (
    <dialog ref={props.ref} class="floating confirm" aria-label={t("team.removeTitle", { name: props.name })}>
      <h2>{t("team.removeTitle", { name: props.name })}</h2>
      <p>{t("team.removeText", { name: props.name })}</p>
      <form method="dialog" class="setting-buttons">
        <button type="submit" class="button">
          {t("team.stay")}
        </button>
        <button type="submit" class="button danger" onClick={() => props.onRemove()}>
          {t("team.remove")}
        </button>
      </form>
    </dialog>
  );
}
