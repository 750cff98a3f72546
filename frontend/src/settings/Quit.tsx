import type { Item } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { Row } from "./Row.tsx";
import "./quit.css";

/** Ends the desk. With conversations open it asks first: nobody stays to answer them. */
export function Quit() {
  const { session, t, intents, attempt } = useDesk();
  const joined = (item: Item) => item.members.some((member) => member.id === session().agent.id);
  const mine = () => session().conversations.filter(joined).length;
  let dialog: HTMLDialogElement | undefined;
  const quit = () => attempt(intents.Quit());
  return (
    <Row title={t("quit.title")} why={t("quit.why")}>
      <button type="button" class="button" onClick={() => (mine() > 0 ? dialog?.showModal() : quit())}>
        {t("quit.go")}
      </button>
      <dialog ref={dialog} class="floating quit" aria-label={t("quit.title")}>
        <p>{t("quit.open", { count: mine() })}</p>
        <form method="dialog" class="setting-buttons">
          <button type="submit" class="button">
            {t("quit.stay")}
          </button>
          <button type="button" class="button primary" onClick={quit}>
            {t("quit.go")}
          </button>
        </form>
      </dialog>
    </Row>
  );
}
