import { Match, Show, Switch } from "solid-js";
import { useDesk } from "./desk.ts";
import { Frame } from "./frame/Frame.tsx";
import { SignIn } from "./welcome/SignIn.tsx";
import { Starting } from "./welcome/Starting.tsx";
import { Welcome } from "./welcome/Welcome.tsx";

/** The window: one page for each stage of the desk. */
export function App() {
  const desk = useDesk();
  const stage = () => desk.state.stage;
  return (
    <div class="window">
      <Show when={desk.ready()} fallback={<Starting />}>
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
