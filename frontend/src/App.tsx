import { Match, Show, Switch } from "solid-js";
import { useDesk } from "./desk.ts";
import { Frame } from "./frame/Frame.tsx";
import { Notice } from "./frame/Notice.tsx";
import { TroubleBar } from "./frame/TroubleBar.tsx";
import { SignIn } from "./welcome/SignIn.tsx";
import { Starting } from "./welcome/Starting.tsx";
import { Welcome } from "./welcome/Welcome.tsx";

/** The window: one page for each stage of the desk, below what concerns them all. */
export function App() {
  const desk = useDesk();
  const stage = () => desk.state.stage;
  return (
    <div class="window">
      <Show when={desk.ready()} fallback={<Starting />}>
        <div class="window-bars">
          <TroubleBar />
          <Notice />
        </div>
        <Switch fallback={<Starting />}>
          <Match when={stage() === "welcome"}>
            <Welcome />
          </Match>
          <Match when={stage() === "signin"}>
            <SignIn />
          </Match>
          <Match when={stage() === "inbox" && desk.state.session}>
            <Frame />
          </Match>
        </Switch>
      </Show>
    </div>
  );
}
