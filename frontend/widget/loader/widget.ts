import type {
  Availability,
  Entry,
  FromVisitor,
  Mode,
  Person,
  SiteFace,
  ToVisitor,
  VisitorConversation,
  VisitorWelcome,
} from "../../shared/protocol.ts";
import type { Wish } from "../port.ts";
import { faceOf } from "./face.ts";
import { createHost, type Labels } from "./host.ts";
import { createKeep } from "./keep.ts";
import { createLink, silence } from "./link.ts";
import { fold, lastOf } from "./log.ts";
import { createOutbox } from "./outbox.ts";
import { small } from "./style.ts";

const protocol = 1;
const slack = 200; // milliseconds by which clock and timer may differ

/** Starts the widget of one page: it owns the only socket, the visitor's token and the log, and puts launcher and chat around them. */
export function startWidget(hub: string, site: string, language: string, labels: Labels): void {
  let about = { name: "", contact: { live: "off", messenger: "optional" } } as SiteFace;
  let told: Mode | undefined;
  let agents: Person[] = [];
  let log: Entry[] = [];
  let seen = 0; // highest entry an agent has had on screen
  let missed = false; // nobody has answered in time
  let read = 0; // highest entry the visitor has had on screen, here or in another tab
  let open = false;
  let linked = false;
  let heard = 0; // when the hub gave its last sign of life
  let patience: ReturnType<typeof setTimeout> | undefined;
  let token = ""; // whose log this is
  let page = ""; // the address the hub was told

  const narrow = matchMedia(small);
  const keep = createKeep(site, adopt);
  const host = createHost(hub, site, labels, toggle, obey);
  const send = createLink(`${hub.replace("http", "ws")}/v1/visitor`, greeting, hear, lose);
  const outbox = createOutbox(keep, send);
  narrow.onchange = draw;
  live();
  draw();

  function greeting(): FromVisitor {
    become();
    page = location.href;
    return {
      type: "hello",
      protocol,
      site,
      token,
      after: lastOf(log),
      language: navigator.language,
      page: here(),
    };
  }

  function hear(frame: ToVisitor): void {
    live();
    look();
    switch (frame.type) {
      case "welcome":
        welcome(frame);
        break;
      case "availability":
        tell(frame);
        break;
      case "entries":
        take(frame.entries);
        break;
      case "conversation":
        learn(frame);
        break;
      case "ack":
        // The entry may still be on its way: until then the message stays as it is.
        if ((frame.seq ?? 0) <= lastOf(log)) outbox.settle(frame.ref);
        break;
      case "error":
        outbox.fail(frame);
        break;
      case "beat":
        return;
    }
    deliver();
  }

  function welcome({ availability, site, visitor, conversation, entries }: VisitorWelcome): void {
    tell(availability);
    about = site;
    linked = true;
    outbox.know(visitor?.email);
    // The hub sends only the newest entries where there are too many: the log then begins anew.
    if ((entries[0]?.seq ?? 0) > lastOf(log) + 1) log = [];
    take(entries);
    if (conversation) {
      learn(conversation);
      if (read > conversation.visitorSeen) send({ type: "read", seq: read });
    }
    host.mend();
  }

  function tell(availability: Availability): void {
    told = availability.mode;
    agents = availability.agents;
  }

  function take(entries: Entry[]): void {
    if (fold(log, entries)) send({ type: "fetch", after: lastOf(log) });
    for (const { clientId } of entries) if (clientId) outbox.settle(clientId);
  }

  function learn(conversation: VisitorConversation): void {
    seen = conversation.seen;
    missed = !!conversation.missed;
    read = Math.max(read, conversation.visitorSeen);
  }

  function lose(final: boolean): void {
    linked = false;
    outbox.reset();
    if (final) {
      told = undefined; // the hub does not answer this page: nothing is shown
      heard = Infinity;
    }
    draw();
  }

  /** Takes note of a sign of life. Without another the messenger is shown, whatever the link does meanwhile. */
  function live(): void {
    heard = Date.now();
    clearTimeout(patience);
    patience = setTimeout(draw, silence + slack);
  }

  /** Makes the stored token this page's. Says whether it is another than before. */
  function become(): boolean {
    const stored = keep.token();
    if (!stored || stored === token) return false;
    if (token) {
      log = []; // of another visitor
      read = 0;
      missed = false;
    }
    token = stored;
    return true;
  }

  /** Makes this connection that of the visitor whose token another tab, or a Send, has stored. */
  function adopt(): void {
    if (become()) send({ type: "adopt", token, after: lastOf(log) });
    draw();
  }

  /** Sends what waits, for which a token is made if there is none. */
  async function deliver(): Promise<void> {
    draw();
    if (keep.unsent().length) {
      await keep.claim();
      adopt();
    }
    if (token) outbox.push();
  }

  function obey(wish: Wish): void {
    switch (wish.do) {
      case "send":
        outbox.write(wish.text, wish.email);
        break;
      case "email":
        outbox.write("", wish.email);
        break;
      case "retry":
        outbox.retry(wish.id);
        break;
      case "remove":
        keep.drop(wish.id);
        break;
      case "read":
        if (wish.seq <= read) return;
        read = wish.seq;
        send({ type: "read", seq: read });
        break;
      case "close":
        toggle();
    }
    deliver();
  }

  function toggle(): void {
    open = !open;
    draw();
    host.turn(open);
  }

  /** Tells the hub when a single-page app shows another page; the next frame is soon enough, and by then the page has its title. */
  function look(): void {
    if (!linked || location.href === page) return;
    page = location.href;
    send({ type: "page", page: here() });
  }

  function draw(): void {
    const face = faceOf(told, Date.now() - heard > silence, open);
    const news = log.filter(({ from, kind, seq }) => from === "agent" && kind === "message" && seq > read);
    host.show(
      {
        language,
        site: about,
        face,
        agents,
        linked,
        ...outbox.address(),
        log,
        seen,
        missed,
        unsent: keep.unsent(),
        open,
        phone: narrow.matches,
      },
      news.length,
    );
  }
}

function here() {
  return { url: location.href.slice(0, 2048), title: document.title };
}
