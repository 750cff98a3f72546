import { Show } from "solid-js";
import { useDesk } from "../desk.ts";
import { createAsked } from "../hub.ts";
import { Toggle } from "../parts/Toggle.tsx";
import { Setting } from "../site/Setting.tsx";
import { OutdatedSite } from "../site/SiteSettings.tsx";
import { createSite, SiteContext, useSite } from "../site/site.ts";

/** Whether visitors choose one of the groups when they write for the first time. */
export function Asking() {
  const { value, again } = createAsked((hub) => hub.siteSettings());
  return (
    <Show when={value()}>
      {(stored) => (
        <SiteContext.Provider value={createSite(stored, again)}>
          <OutdatedSite />
          <AskingRow />
        </SiteContext.Provider>
      )}
    </Show>
  );
}

function AskingRow() {
  const { t } = useDesk();
  const { shown, save } = useSite();
  return (
    <Setting title={t("groups.choose")} is={t(shown().chooseGroup ? "groups.yes" : "groups.no")}>
      <Toggle
        label={t("groups.choose")}
        on={shown().chooseGroup}
        onChange={(chooseGroup) => void save({ chooseGroup })}
      />
    </Setting>
  );
}
