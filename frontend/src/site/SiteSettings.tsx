import { type JSX, Show } from "solid-js";
import { useDesk } from "../desk.ts";
import { createAsked } from "../hub.ts";
import { Outdated } from "../parts/Outdated.tsx";
import { createSite, SiteContext, useSite } from "./site.ts";
import "./site.css";

/** Shows settings of the site once the hub has said them. */
export function SiteSettings(props: { children: JSX.Element }) {
  const { t } = useDesk();
  const { value, failed, again } = createAsked((hub) => hub.siteSettings());
  return (
    <Show
      when={value()}
      fallback={
        <Show when={failed()}>
          <p class="setting-note">{t("site.failed")}</p>
        </Show>
      }
    >
      {(stored) => (
        <SiteContext.Provider value={createSite(stored, again)}>
          <OutdatedSite />
          {props.children}
          <OnlyRead />
        </SiteContext.Provider>
      )}
    </Show>
  );
}

/** Says that somebody else has changed the settings that are being changed here. */
export function OutdatedSite() {
  const { outdated, load } = useSite();
  return <Outdated when={outdated()} onLoad={load} />;
}

function OnlyRead() {
  const { t } = useDesk();
  const { manages } = useSite();
  return (
    <Show when={!manages()}>
      <p class="setting-note">{t("site.onlyRead")}</p>
    </Show>
  );
}
