import type { Failed } from "../../shared/protocol.ts";
import { type Keep, random } from "./keep.ts";
import type { Send } from "./link.ts";

const passing = ["busy", "unavailable", "internal"]; // a hub that says so may take it later
const later = 5_000; // milliseconds until then
const emailRef = "email";

/**
 * Sends what the visitor wrote, one after another, so that the order stays: the messages that are kept, then an address given without one. Each goes
 * once the hub has answered the one before, and again after the link was cut.
 */
export function createOutbox(keep: Keep, send: Send) {
  let sending = ""; // what the hub is to answer
  let email = "";
  let owed = false; // the hub has not got the address yet
  let emailRefused = false;
  const find = (id?: string) => keep.unsent().find((message) => message.id === id);

  /** Sends what is next. */
  function push(): void {
    const next = keep.unsent().find(({ refused }) => !refused);
    const ref = next ? next.id : owed && emailRef;
    if (!ref || ref === sending) return;
    const sent = send(
      next
        ? { type: "message", clientId: ref, text: next.text, email: next.email }
        : { type: "email", ref, email },
    );
    if (sent) sending = ref;
  }

  /** Forgets what was sent: the answer will not come. */
  function reset(): void {
    sending = "";
  }

  return {
    push,
    reset,

    /** The visitor's address, once given, and whether the hub did not take the one given last. */
    address: () => ({ email, emailRefused }),

    write(text: string, email?: string): void {
      keep.put({ id: random(20), text, at: Date.now(), email });
    },

    /** Takes the visitor's address. */
    give(address: string): void {
      email = address;
      owed = true;
      emailRefused = false;
    },

    /** Takes note of the address the hub knows. */
    know(address = ""): void {
      if (!owed) email = address;
    },

    /** Takes note that what ref names is stored for good. */
    settle(ref: string): void {
      email = find(ref)?.email || email;
      if (ref === emailRef) owed = false;
      if (ref === sending) reset();
      keep.drop(ref);
    },

    /** Takes note of what the hub refused; what may yet work is sent again. */
    fail({ ref, code, field }: Failed): void {
      if (passing.includes(code)) {
        setTimeout(() => {
          reset();
          push();
        }, later);
        return;
      }
      const message = find(ref);
      if (message) keep.put({ ...message, refused: field ?? code });
      if (ref === emailRef) {
        email = "";
        owed = false;
        emailRefused = true;
      }
      reset();
    },

    /** Takes back that a message was refused. It goes without an address, which may have been the reason. */
    retry(id: string): void {
      const message = find(id);
      if (message) keep.put({ ...message, refused: undefined, email: undefined });
    },
  };
}
