import { useDesk } from "../desk.ts";
import { DismissIcon } from "../parts/icons.ts";

/** Takes away what was said. */
export function Dismiss(props: { onDismiss: () => void }) {
  const { t } = useDesk();
  return (
    <button
      type="button"
      class="button bare icon-only"
      aria-label={t("notice.dismiss")}
      onClick={() => props.onDismiss()}
    >
      <DismissIcon class="icon small" />
    </button>
  );
}
