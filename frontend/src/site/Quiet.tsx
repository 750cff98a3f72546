import { useDesk } from "../desk.ts";
import { Pick } from "./Pick.tsx";
import { useSite } from "./site.ts";

/** What visitors see while nobody is there. */
export function Quiet() {
  const { t } = useDesk();
  const { shown, save } = useSite();
  return (
    <>
      <h2>{t("site.quiet.heading")}</h2>
      <Pick
        title={t("site.quiet.title")}
        why={t(shown().quiet === "hidden" ? "site.quiet.hiddenWhy" : "site.quiet.messengerWhy")}
        value={shown().quiet}
        options={["messenger", "hidden"]}
        name={(value) => t(`site.modes.${value === "hidden" ? "hidden" : "messenger"}`)}
        onChange={(quiet) => save({ quiet })}
      />
    </>
  );
}
