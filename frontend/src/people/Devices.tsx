import { createSignal, Show } from "solid-js";
import type { DeviceInfo } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { createAsked } from "../hub.ts";
import { ById } from "../parts/ById.tsx";
import { keepFocus } from "../parts/focus.ts";
import { CodeIcon, ComputerIcon } from "../parts/icons.ts";
import "./people.css";
import { Unanswered } from "./Unanswered.tsx";

/** Where the agent is signed in, which of that counts, and how to end it from here. */
export function Devices() {
  const { t, session, state, lately } = useDesk();
  const asked = createAsked(
    (hub) => hub.devices(),
    () => `${JSON.stringify(session().view)} ${lately()}`,
  );
  const [going, setGoing] = createSignal("");
  const [refused, setRefused] = createSignal("");

  async function signOut(device: DeviceInfo) {
    setGoing(device.id);
    setRefused("");
    try {
      await asked.hub.signOutDevice(device.id);
    } catch {
      setRefused(device.id);
    }
    await asked.again();
    setGoing("");
  }

  const name = (device: DeviceInfo) =>
    device.name || t(device.program ? "devices.program" : "devices.computer");
  const elsewhere = (device: DeviceInfo) => !device.this && !device.own && !state.system.builtin;
  let list: HTMLUListElement | undefined;
  keepFocus({ order: () => asked.value()?.devices.map(({ id }) => id), rows: () => list });
  return (
    <>
      <Unanswered failed={asked.failed()} />
      <ul ref={list} class="people" aria-label={t("settings.devices.title")}>
        <ById each={asked.value()?.devices}>
          {(device) => (
            <li class="setting">
              <span class="device-icon" classList={{ there: device().connected && !device().idle }}>
                {device().program ? <CodeIcon class="icon" /> : <ComputerIcon class="icon" />}
              </span>
              <div class="setting-words">
                <p class="person-name">
                  <span>{name(device())}</span>
                  <Show when={device().this}>
                    <span class="tag">{t("devices.this")}</span>
                  </Show>
                </p>
                <p class="second">
                  <DeviceState device={device()} />
                </p>
                <Show when={refused() === device().id}>
                  <p class="second wrong" role="alert">
                    {t("devices.refused")}
                  </p>
                </Show>
              </div>
              <Show when={elsewhere(device())}>
                <button
                  type="button"
                  class="button"
                  disabled={going() === device().id}
                  aria-label={t("devices.signOutOf", { name: name(device()) })}
                  onClick={() => signOut(device())}
                >
                  {t("devices.signOut")}
                </button>
              </Show>
            </li>
          )}
        </ById>
      </ul>
    </>
  );
}

/** Whether somebody is at a device, and since when. */
function DeviceState(props: { device: DeviceInfo }) {
  const { t, time, lately } = useDesk();
  const at = (instant: number) => time().moment(instant, lately());
  const words = () => {
    const { program, signedIn, connected, idle, since, lastInput } = props.device;
    if (program) return signedIn ? t("devices.programSince", { at: at(signedIn) }) : t("devices.programOld");
    if (connected)
      return t(idle ? "devices.idle" : "devices.inUse", { at: at(since), input: at(lastInput ?? since) });
    return since ? t("devices.gone", { at: at(since) }) : t("devices.never");
  };
  return <>{words()}</>;
}
