import type { FromVisitor, ToVisitor } from "../../shared/protocol.ts";
import type { Send } from "../talk/talk.ts";

/** A hub that says nothing for so many milliseconds is out of reach; it beats every 8 seconds. */
export const silence = 18_000;
const first = 500; // the longest first pause before another try, doubled each time
const longest = 15_000;
const useless = 4500; // from this close code on, trying again is

/**
 * Makes a link to the hub, which mends itself once it was dialled.
 *
 * @param greet makes the first frame of every connection
 * @param hear gets every frame
 * @param cut is told that the link is gone; final when no other try will be made
 */
export function createLink(
  address: string,
  greet: () => FromVisitor,
  hear: (frame: ToVisitor) => void,
  cut: (final: boolean) => void,
) {
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined; // to the end of patience or to another try; none when over
  let heard = 0;
  let tries = 0;

  const send: Send = (frame) => {
    const open = socket?.readyState === WebSocket.OPEN;
    if (open) socket?.send(JSON.stringify(frame));
    return open;
  };

  function dial(): void {
    const mine = new WebSocket(address);
    socket = mine;
    listen();
    mine.onopen = () => mine === socket && send(greet());
    mine.onclose = ({ code }) => mine === socket && end(code);
    mine.onmessage = ({ data }) => {
      if (mine !== socket) return;
      listen();
      const frame = JSON.parse(data) as ToVisitor;
      if (frame.type === "welcome") tries = 0;
      hear(frame);
    };
  }

  function listen(): void {
    heard = Date.now();
    clearTimeout(timer);
    timer = setTimeout(end, silence);
  }

  function end(code = 0): void {
    const old = socket;
    socket = undefined; // closing a dead socket can take minutes: it is given up first
    old?.close();
    clearTimeout(timer);
    const final = code >= useless;
    timer = final ? undefined : setTimeout(dial, Math.random() * Math.min(longest, first * 2 ** tries++));
    cut(final);
  }

  /** Looks after the link when the visitor or the network is back: timers may have slept. */
  function wake(): void {
    if (!timer || document.hidden) return;
    if (socket && Date.now() - heard > silence) end();
    if (!socket) dial();
  }

  for (const event of ["online", "pageshow", "visibilitychange"]) addEventListener(event, wake);
  return { dial, send };
}
