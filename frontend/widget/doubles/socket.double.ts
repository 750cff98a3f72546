import { vi } from "vitest";
import type { FromVisitor, ToVisitor } from "../../shared/protocol.ts";

/** A websocket whose other end is the test. */
export class Socket {
  static readonly OPEN = 1;
  static all: Socket[] = [];
  readyState = 0;
  readonly sent: FromVisitor[] = [];
  onopen?: () => void;
  onclose?: (event: { code: number }) => void;
  onmessage?: (event: { data: string }) => void;
  closed = false;

  constructor(readonly address: string) {
    Socket.all.push(this);
  }

  send(data: string): void {
    this.sent.push(JSON.parse(data));
  }

  close(): void {
    this.closed = true;
    this.readyState = 3;
  }

  /** The hub accepts. */
  accept(): void {
    this.readyState = Socket.OPEN;
    this.onopen?.();
  }

  /** The hub says something. */
  say(frame: ToVisitor): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  /** The hub, or the network, ends it. */
  end(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }

  /** The frames of one type that were sent. */
  of<T extends FromVisitor["type"]>(type: T): Extract<FromVisitor, { type: T }>[] {
    return this.sent.filter((frame): frame is Extract<FromVisitor, { type: T }> => frame.type === type);
  }
}

/** Takes the place of the browser's websockets, and returns the newest. */
export function stubSockets(): () => Socket {
  Socket.all = [];
  vi.stubGlobal("WebSocket", Socket);
  return () => {
    const newest = Socket.all.at(-1);
    if (!newest) throw new Error("nothing was dialled");
    return newest;
  };
}
