import { Show } from "solid-js";

interface Props {
  /** What was said last. The same words in another object are said again. */
  words: { text: string } | undefined;
  /** It does not wait until the person has heard the rest. */
  assertive?: boolean;
}

/** Says to a screen reader what others see by themselves. */
export function Announcement(props: Props) {
  return (
    <p class="sr-only" aria-live={props.assertive ? "assertive" : "polite"}>
      {/* A node of its own each time: the same words again are news all the same. */}
      <Show when={props.words} keyed>
        {(words) => <span>{words.text}</span>}
      </Show>
    </p>
  );
}
