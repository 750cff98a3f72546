import { type Accessor, createMemo, createSignal } from "solid-js";
import { createDelay } from "../clock.ts";

const rest = 1000; // milliseconds of stillness after which a new order may show

/**
 * Keeps what is shown from moving while somebody points at it or walks through it with the arrow keys: the new
 * order shows when the pointer leaves, or after a second of stillness.
 */
export function createHold() {
  const [held, setHeld] = createSignal(false);
  const delay = createDelay(rest);
  const release = () => {
    delay.cancel();
    setHeld(false);
  };
  return {
    touch() {
      setHeld(true);
      delay.start(release);
    },
    release,
    /** Follows `latest` except while held. Another `kind` of content shows at once. */
    apply<V, K>(latest: Accessor<V>, kind: Accessor<K>): Accessor<V> {
      const shown = createMemo<{ kind: K; value: V } | undefined>((last) =>
        held() && last && last.kind === kind() ? last : { kind: kind(), value: latest() },
      );
      return () => shown()?.value as V;
    },
  };
}
