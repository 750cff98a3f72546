import type {
  Availability,
  FromVisitor,
  Mode,
  Person,
  SiteFace,
  Texts,
  ToVisitor,
} from "../../shared/protocol.ts";
import { here } from "../page.ts";
import { wordsOf } from "../port.ts";
import type { createTalk, Talk } from "../talk/talk.ts";
import { faceOf } from "./face.ts";
import { createHost, type Labels } from "./host.ts";
import { createLink, silence } from "./link.ts";
import { small } from "./style.ts";
import { dropVisits, hasTraces, watchTraces } from "./traces.ts";

const protocol = 1;
const slack = 200; // milliseconds by which clock and timer may differ
const again = 5_000; // milliseconds until the talk is fetched again, half as long at least

const petrol = { fill: "#14607a", on: "#fff" };

/** A site the hub has said nothing about yet. */
const unknown: SiteFace = {
  name: "",
  contact: { live: "off", messenger: "optional" },
  look: {
    colours: { light: petrol, dark: petrol },
    corner: "right",
    offsetX: 20,
    offsetY: 20,
    radius: "round",
    scheme: "auto",
    ownLauncher: false,
  },
  texts: {} as Texts,
};

/** Fetches the script of a talk; attempts are numbered, because browsers may remember one that failed. */
export type FetchTalk = (attempt: number) => Promise<{ createTalk: typeof createTalk }>;

/**
 * Starts the widget of one page: it owns the only socket, knows who is there, and puts the launcher on the page. What only a visitor needs who
 * talks, it fetches when there is one.
 *
 * @returns what the page may have it do
 */
export function startWidget(
  hub: string,
  site: string,
  language: string,
  labels: Labels,
  fetchTalk: FetchTalk,
): { open(): void } {
  let about: SiteFace = unknown;
  let told: Mode | undefined;
  let agents: Person[] = [];
  let open = false;
  let wanted = false; // the page wants it open
  let linked = false;
  let heard = 0; // when the hub gave its last sign of life
  let patience: ReturnType<typeof setTimeout> | undefined;
  let page = ""; // the address the hub was told
  let talk: Talk | undefined;
  let attempts = 0; // to fetch the talk
  let fetching = false;
  let near = false; // the visitor has reached the launcher
  let before: HTMLElement | undefined; // what had the keyboard when the page wanted the chat
  let quiet = false; // the visitor was at something else when the page got it

  const narrow = matchMedia(small);
  const host = createHost(labels, toggle, approach);
  const { dial, send } = createLink(`${hub.replace("http", "ws")}/v1/visitor`, greeting, hear, lose);
  narrow.onchange = draw;
  watchTraces(site, call);
  live();
  draw();
  // Whoever has a token says so in the first hello.
  if (hasTraces(site)) call().then(dial);
  else dial();

  /** Calls in the talk, unless it is there. */
  async function call(): Promise<void> {
    if (talk || fetching) return;
    fetching = true;
    try {
      const { createTalk } = await fetchTalk(attempts++);
      const { panel } = host;
      talk = createTalk({ hub, site, panel, title: labels.title, send, draw, toggle, leave });
    } catch {
      setTimeout(call, again * (1 - Math.random() / 2));
      return;
    } finally {
      fetching = false;
    }
    talk.adopt();
    if (linked) talk.meet?.(about);
    if (near) talk.prepare();
    focus();
  }

  /** Has the chat ready before it is opened. */
  function approach(): void {
    near = true;
    talk?.prepare();
    call();
  }

  function greeting(): FromVisitor {
    if (page && page !== location.href) talk?.turn?.(); // the page turned while there was no link
    page = location.href;
    return {
      type: "hello",
      protocol,
      site,
      token: "",
      after: 0,
      ...talk?.whose(),
      language: navigator.language,
      page: here(),
    };
  }

  function hear(frame: ToVisitor): void {
    live();
    look();
    if (frame.type === "beat") return;
    if (frame.type === "availability") tell(frame);
    if (frame.type === "welcome") {
      tell(frame.availability);
      about = frame.site;
      linked = true;
      if (about.visit) call();
      else dropVisits(site);
    }
    if (talk) talk.hear(frame);
    else draw();
  }

  function tell(availability: Availability): void {
    told = availability.mode;
    agents = availability.agents;
  }

  function lose(final: boolean): void {
    linked = false;
    talk?.lose();
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

  function toggle(): void {
    open = !open;
    draw();
    if (open) approach();
    else leave();
    focus();
  }

  /** Gives the keyboard to the chat if it is open, unless the visitor has it elsewhere. */
  function focus(): void {
    if (open && !quiet) talk?.focus();
  }

  /** Gives the keyboard back, which the chat or its card had. */
  function leave(): void {
    quiet = false;
    host.focus(before);
  }

  /** Tells the hub when a single-page app shows another page; the next frame is soon enough, and by then the page has its title. */
  function look(): void {
    if (!linked || location.href === page) return;
    page = location.href;
    send({ type: "page", page: here(), ...talk?.turn?.() });
  }

  function isLost(): boolean {
    return Date.now() - heard > silence;
  }

  /** Opens the chat if the page wants that, once the hub has said whether it is hidden here, or is out of reach. */
  function oblige(): void {
    if (!wanted || !(told || isLost())) return;
    wanted = false;
    if (told === "hidden") return;
    quiet = ![before, document.body].includes(document.activeElement as HTMLElement);
    toggle();
  }

  function draw(): void {
    const face = faceOf(told, isLost(), open);
    const outside = { language, site: about, face, agents, linked, open, quiet, phone: narrow.matches };
    host.show(face, open, talk?.show(outside) ?? 0, about.look, wordsOf(about, language).launcher);
    oblige();
  }

  return {
    /** Opens the chat, unless it is hidden here. */
    open() {
      if (open) return;
      wanted = true;
      before = document.activeElement as HTMLElement;
      oblige();
    },
  };
}
