import { useDesk } from "../desk.ts";
import { Confirm } from "../parts/Confirm.tsx";

interface Props {
  ref: (ask: () => void) => void;
  name: string;
  onRemove: () => Promise<void>;
}

/** Asks before somebody is removed, which cannot be undone. */
export function RemoveDialog(props: Props) {
  const { t } = useDesk();
  const title = () => t("team.removeTitle", { name: props.name });
  return (
    <Confirm
      ref={props.ref}
      label={title()}
      keep={t("team.stay")}
      go={t("team.remove")}
      danger
      onGo={() => props.onRemove()}
    >
      <h2>{title()}</h2>
      <p>{t("team.removeText", { name: props.name })}</p>
    </Confirm>
  );
}
