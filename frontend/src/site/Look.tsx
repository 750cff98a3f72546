import { Show } from "solid-js";
import { useDesk } from "../desk.ts";
import { Toggle } from "../parts/Toggle.tsx";
import { ColourSetting } from "./ColourSetting.tsx";
import { NumberSetting } from "./NumberSetting.tsx";
import { Pick } from "./Pick.tsx";
import { Preview } from "./Preview.tsx";
import { Setting } from "./Setting.tsx";
import { useSite } from "./site.ts";

const longest = { x: 100, y: 200 }; // pixels, as the hub takes them

/** How the widget looks, and who seems to answer. */
export function Look() {
  const { t } = useDesk();
  const { shown, saveLook } = useSite();
  const look = () => shown().look;
  return (
    <>
      <h2>{t("site.look.heading")}</h2>
      <Preview />
      <ColourSetting />
      <Pick
        title={t("site.look.scheme")}
        value={look().scheme}
        options={["auto", "light", "dark"]}
        name={(value) => t(`site.schemes.${value}`)}
        onChange={(scheme) => saveLook({ scheme })}
      />
      <Pick
        title={t("site.look.radius")}
        value={look().radius}
        options={["round", "small", "none"]}
        name={(value) => t(`site.radii.${value}`)}
        onChange={(radius) => saveLook({ radius })}
      />
      <Pick
        title={t("site.look.corner")}
        value={look().corner}
        options={["right", "left"]}
        name={(value) => t(`site.corners.${value}`)}
        onChange={(corner) => saveLook({ corner })}
      />
      <NumberSetting
        title={t("site.look.offsetX")}
        value={look().offsetX}
        min={0}
        max={longest.x}
        unit="px"
        onChange={(offsetX) => saveLook({ offsetX })}
      />
      <NumberSetting
        title={t("site.look.offsetY")}
        value={look().offsetY}
        min={0}
        max={longest.y}
        unit="px"
        onChange={(offsetY) => saveLook({ offsetY })}
      />
      <Setting
        title={t("site.look.own")}
        why={t("site.look.ownWhy")}
        is={t(look().ownLauncher ? "site.on" : "site.off")}
      >
        <Toggle
          label={t("site.look.own")}
          on={look().ownLauncher}
          onChange={(ownLauncher) => saveLook({ ownLauncher })}
        />
      </Setting>
      <Show when={look().ownLauncher}>
        <div class="setting-below">
          <code class="snippet">{`<button onclick="Parley('open')">Chat</button>`}</code>
        </div>
      </Show>
      <Pick
        title={t("site.look.answers")}
        why={t(look().team ? "site.look.teamWhy" : "site.look.namesWhy")}
        value={look().team ? "team" : "names"}
        options={["names", "team"]}
        name={(value) => t(`site.answers.${value}`)}
        onChange={(value) => saveLook({ team: value === "team" })}
      />
    </>
  );
}
