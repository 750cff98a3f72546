import type { Failed } from "../../shared/protocol.ts";
import { type Keep, random } from "./keep.ts";
import type { Send } from "./talk.ts";

const passing = ["busy", "unavailable", "internal"]; // a hub that says so may take it later
const later = 5_000; // milliseconds until then

/**
 * Sends what the visitor wrote, one after another, so that the order stays. Each goes once the hub has answered the one before, and again after the
 * link was cut.
 */
export function createOutbox(keep: Keep, send: Send) {
  let sending = ""; // what the hub is to answer
  let email = "";
  let emailRefused = false;
  const find = (id?: string) => keep.unsent().find((kept) => kept.id === id);

  /** Sends what is next. */
  function push(): void {
    const next = keep.unsent().find(({ refused }) => !refused);
    if (!next || next.id === sending) return;
    const { id, text, email, answers, group } = next;
    const sent = send(
      text
        ? { type: "message", clientId: id, text, email, answers, group }
        : { type: "email", ref: id, email: email ?? "" },
    );
    if (sent) sending = id;
  }

  /** Forgets what was sent: the answer will not come. */
  function reset(): void {
    sending = "";
  }

  return {
    push,
    reset,

    /** The visitor's address, once the hub has it, and whether it has refused one given alone. */
    address: () => ({ email, emailRefused }),

    /** Keeps a message, or an address alone, until the hub has it. */
    write(text: string, email?: string, answers?: string, group = ""): void {
      keep.put({ id: random(20), text, at: Date.now(), email, answers, group: group || undefined });
    },

    /** Takes note of the address the hub knows. */
    know(address = ""): void {
      email = address;
    },

    /** Takes note that what ref names is stored for good. */
    settle(ref: string): void {
      const kept = find(ref);
      if (kept?.email) {
        email = kept.email;
        emailRefused = false;
      }
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
      const kept = find(ref);
      if (kept?.text) keep.put({ ...kept, refused: field ?? code });
      else if (kept) {
        keep.drop(kept.id);
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
