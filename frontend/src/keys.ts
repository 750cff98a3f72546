/**
 * A key with its modifiers, as "mod+shift+o" or "alt+arrowup". mod is Ctrl, on macOS Cmd.
 * Modifiers come in the order mod, alt, shift.
 */
export type Chord = string;

const mac = /\bMac/.test(navigator.userAgent);

/**
 * The chords a key press may mean, the likelier first. Where Shift makes another character of a key it is part of that character, not of
 * the chord. A key of the row of digits also means its digit: on a French keyboard that takes Shift, which nobody presses for Ctrl 1.
 */
export function chordsOf(event: KeyboardEvent): Chord[] {
  const key = event.key.toLowerCase();
  const shifts = key.length > 1 || key !== key.toUpperCase(); // a named key or a letter
  const modifiers = [
    (mac ? event.metaKey : event.ctrlKey) && "mod",
    event.altKey && "alt",
    shifts && event.shiftKey && "shift",
  ].filter(Boolean);
  const digit = /^Digit(\d)$/.exec(event.code)?.[1];
  return [key, digit].filter((name) => name !== undefined).map((name) => [...modifiers, name].join("+"));
}

/** A chord the way keyboards name it, as "Ctrl ⇧ O" or "⌘ ⇧ O". */
export function chord(name: Chord): string {
  const signs: Record<string, string> = {
    mod: mac ? "⌘" : "Ctrl",
    alt: mac ? "⌥" : "Alt",
    shift: "⇧",
    arrowup: "↑",
    arrowdown: "↓",
    enter: "↵",
    escape: "Esc",
  };
  return name
    .split("+")
    .map((part) => signs[part] ?? part.toUpperCase())
    .join(" ");
}

/** Says whether a key press belongs to a field somebody writes in. */
export function typing(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null;
  return target?.closest("input, textarea, [contenteditable]") !== null;
}
