import { type Accessor, createSignal, onCleanup } from "solid-js";

/** Follows whether the person looks at this window: a conversation in front of somebody needs no toast and is read. */
export function createAttention(): Accessor<boolean> {
  const [looking, setLooking] = createSignal(document.hasFocus());
  const follow = () => setLooking(document.hasFocus());
  window.addEventListener("focus", follow);
  window.addEventListener("blur", follow);
  onCleanup(() => {
    window.removeEventListener("focus", follow);
    window.removeEventListener("blur", follow);
  });
  return looking;
}
