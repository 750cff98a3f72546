import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Start } from "./program.ts";

/** For what runs at another computer: what happens to the agent's must not reach it, nor what it shows the agent. */
export const elsewhere = { DBUS_SESSION_BUS_ADDRESS: "disabled:", DBUS_SYSTEM_BUS_ADDRESS: "disabled:" };

/**
 * A message bus of one scenario's own. It starts no services by itself: who is not played by a double is
 * not there. The login manager's double owns its name on such a bus too, so both are of type session.
 */
export async function startBus(kind: "session" | "system", folder: string, start: Start): Promise<string> {
  const address = `unix:path=${join(folder, kind)}`;
  const config = join(folder, `${kind}.conf`);
  writeFileSync(
    config,
    `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>${address}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`,
  );
  const daemon = start(`${kind} bus`, "dbus-daemon", [
    `--config-file=${config}`,
    "--nofork",
    "--print-address",
  ]);
  await daemon.line(/^unix:/);
  return address;
}
