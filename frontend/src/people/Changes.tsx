import { Show } from "solid-js";
import { useDesk } from "../desk.ts";
import { createAsked } from "../hub.ts";
import { ChangeList } from "./ChangeList.tsx";
import { Unanswered } from "./Unanswered.tsx";

const few = 3; // that stand below the sentence

/** The last changes of the agent's own status. */
export function Changes() {
  const { t } = useDesk();
  const asked = createOwnChanges();
  return (
    <>
      <Unanswered failed={asked.failed()} />
      <Show when={asked.value()}>
        {(answer) => <ChangeList own changes={answer().changes} label={t("settings.changes.title")} />}
      </Show>
    </>
  );
}

/** The newest of them, and the way to all. */
export function LatestChanges(props: { onAll: () => void }) {
  const { t } = useDesk();
  const asked = createOwnChanges();
  const newest = () => asked.value()?.changes.slice(0, few) ?? [];
  return (
    <Show when={newest().length > 0}>
      <div class="changes-latest">
        <ChangeList own changes={newest()} label={t("changes.latest")} />
        <button type="button" class="text-button" onClick={() => props.onAll()}>
          {t("changes.all")}
        </button>
      </div>
    </Show>
  );
}

/** Asks again whenever the status is another, or for another reason. */
function createOwnChanges() {
  const { session } = useDesk();
  return createAsked(
    (hub) => hub.changes(),
    () => JSON.stringify(session().view),
  );
}
