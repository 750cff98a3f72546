import { type Accessor, createEffect } from "solid-js";
import type { Focus } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";

/** Tells the hub what the agent has had on screen: the newest entry, once it is in sight of somebody who looks. */
export function createReading(focus: Accessor<Focus>, inSight: Accessor<boolean>) {
  const { intents, tell, looking } = useDesk();
  let told = "";
  createEffect(() => {
    const { id, seen } = focus().conversation;
    const newest = focus().entries.at(-1)?.seq ?? 0;
    const what = `${id} ${newest}`;
    if (!looking() || !inSight() || newest <= seen || what === told) return;
    told = what;
    tell(intents.Read(id, newest));
  });
}
