/**
 * A key with its modifiers, as "mod+shift+o" or "alt+arrowup". mod is Ctrl, on macOS Cmd.
 * Modifiers come in the order mod, alt, shift.
 */
export type Chord = string;

const mac = /\bMac/.test(navigator.userAgent);

/** The chord a key press is. */
export function chordOf(event: KeyboardEvent): Chord {
  const parts = [
    (mac ? event.metaKey : event.ctrlKey) && "mod",
    event.altKey && "alt",
    event.shiftKey && "shift",
  ];
  return [...parts.filter(Boolean), event.key.toLowerCase()].join("+");
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
