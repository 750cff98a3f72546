import { useDesk } from "../desk.ts";
import { Confirm } from "../parts/Confirm.tsx";

/** Deletes a group after asking: its visitors lose it for good. */
export function DeleteGroup(props: { name: string; onDelete: () => Promise<void> }) {
  const { t } = useDesk();
  let ask: (() => void) | undefined;
  return (
    <>
      <button type="button" class="button" onClick={() => ask?.()}>
        {t("groups.delete")}
      </button>
      <Confirm
        ref={(asks) => {
          ask = asks;
        }}
        label={t("groups.delete")}
        keep={t("groups.cancel")}
        go={t("groups.delete")}
        onGo={() => props.onDelete()}
      >
        <p>{t("groups.deleteWhy", { name: props.name })}</p>
      </Confirm>
    </>
  );
}
