import type { Focus } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { Announcer } from "./Announcer.tsx";
import { Composer } from "./Composer.tsx";
import { GoOnline } from "./GoOnline.tsx";
import { Header } from "./Header.tsx";
import { Log } from "./Log.tsx";
import "./conversation.css";

interface Props {
  focus: Focus;
  panel: boolean;
  onPanel: () => void;
}

/** The conversation on screen: who and what, the log, and the place to answer. */
export function Conversation(props: Props) {
  const { session } = useDesk();
  return (
    <main class="conversation" data-region="main">
      <Header conversation={props.focus.conversation} panel={props.panel} onPanel={props.onPanel} />
      <Log focus={props.focus} />
      <GoOnline conversation={props.focus.conversation} quiet={session().view?.asks ?? false} />
      <Composer focus={props.focus} />
      <Announcer focus={props.focus} />
    </main>
  );
}
