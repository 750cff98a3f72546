import { Show } from "solid-js";
import { useDesk } from "../desk.ts";
import "./outdated.css";

interface Props {
  when: boolean;
  onLoad: () => void;
}

/** Says that somebody else has changed what is being changed here, and offers to load it. */
export function Outdated(props: Props) {
  const { t } = useDesk();
  return (
    <Show when={props.when}>
      <div class="outdated" role="alert">
        <p>{t("refused.outdated")}</p>
        <button type="button" class="button" onClick={() => props.onLoad()}>
          {t("refused.load")}
        </button>
      </div>
    </Show>
  );
}
