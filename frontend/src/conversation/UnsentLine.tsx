import { Show } from "solid-js";
import type { Unsent } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { Explanation } from "../parts/Explanation.tsx";
import { Message } from "./Message.tsx";
import "./entry-line.css";

/** A message that has not reached the hub: dashed on its way, with a red edge when it was refused. */
export function UnsentLine(props: { unsent: Unsent }) {
  const { t, session, intents, attempt } = useDesk();
  const discard = () => attempt(intents.Discard(props.unsent.clientId));
  return (
    <>
      <p
        class="bubble ours run-start"
        classList={{ sending: !props.unsent.failed, failed: !!props.unsent.failed }}
        dir="auto"
      >
        <Message text={props.unsent.text} />
      </p>
      <p class="run-line ours">
        <Show
          when={props.unsent.failed}
          fallback={
            <Show when={session().link.phase !== "linked"} fallback={t("unsent.sending")}>
              {t("unsent.waiting")}
              <button type="button" class="text-button" onClick={discard}>
                {t("unsent.discard")}
              </button>
            </Show>
          }
        >
          {(failed) => (
            <>
              <span class="refused" role="alert">
                <Explanation of={failed()} intent="Send" />
              </span>
              <button
                type="button"
                class="text-button"
                onClick={() => attempt(intents.Retry(props.unsent.clientId))}
              >
                {t("unsent.again")}
              </button>
              <button type="button" class="text-button" onClick={discard}>
                {t("unsent.remove")}
              </button>
            </>
          )}
        </Show>
      </p>
    </>
  );
}
