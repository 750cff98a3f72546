import { useDesk } from "../desk.ts";
import { Toggle } from "../parts/Toggle.tsx";
import { Row } from "./Row.tsx";

/** Which chats reach the agent. It counts on every computer. */
export function Profile() {
  const { t, reserve } = useDesk();
  return (
    <>
      <h2>{t("settings.profile.advanced")}</h2>
      <Row title={t("settings.profile.reserve")}>
        <Toggle
          label={t("settings.profile.reserve")}
          on={reserve.shown().on}
          onChange={(on) => reserve.save({ on })}
        />
      </Row>
    </>
  );
}
