import { useDesk } from "../desk.ts";
import { Confirm } from "../parts/Confirm.tsx";

interface Props {
  ref: (ask: () => void) => void;
  onDelete: () => Promise<void>;
}

/** Asks before a targeted chat is deleted, and its figures with it. */
export function DeleteDialog(props: Props) {
  const { t } = useDesk();
  return (
    <Confirm
      ref={props.ref}
      label={t("targeting.delete")}
      keep={t("targeting.keep")}
      go={t("targeting.delete")}
      onGo={() => props.onDelete()}
    >
      <p>{t("targeting.deleteWhy")}</p>
    </Confirm>
  );
}
