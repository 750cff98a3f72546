import { useDesk } from "../desk.ts";
import { Row } from "./Row.tsx";

/** Ends the desk. Who is talking to visitors is asked first what shall become of them. */
export function Quit() {
  const { joined, t, intents, attempt } = useDesk();
  const quit = () => attempt(joined().length > 0 ? intents.Part("quit") : intents.Quit());
  return (
    <Row title={t("quit.title")} why={t("quit.why")}>
      <button type="button" class="button" onClick={quit}>
        {t("quit.go")}
      </button>
    </Row>
  );
}
