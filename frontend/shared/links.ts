/** A piece of a message: plain text, or text that is also the address `href`. */
export interface Piece {
  text: string;
  href?: string;
}

const candidate = /\b(?:https?:\/\/|mailto:)[^\s<>"']+/giu;
const trailing = /[.,;:!?…)\]}»”’]+$/u;

/** Splits a message into text and links. Whatever is no http, https or mailto address after parsing stays text. */
export function pieces(message: string): Piece[] {
  const out: Piece[] = [];
  let end = 0;
  for (const match of message.matchAll(candidate)) {
    const text = withoutTrailing(match[0]);
    const href = address(text);
    if (!href) continue;
    if (match.index > end) out.push({ text: message.slice(end, match.index) });
    out.push({ text, href });
    end = match.index + text.length;
  }
  if (end < message.length) out.push({ text: message.slice(end) });
  return out;
}

/** Returns an address that may be opened, written out again after parsing, or undefined. */
export function address(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const web = (url.protocol === "http:" || url.protocol === "https:") && !url.username && !url.password;
  const mail = url.protocol === "mailto:" && url.pathname !== "";
  return web || mail ? url.href : undefined;
}

/** Takes the punctuation off that ends the sentence and not the address; a bracket stays when it was opened inside. */
function withoutTrailing(text: string): string {
  const tail = trailing.exec(text)?.[0] ?? "";
  const bare = text.slice(0, text.length - tail.length);
  return tail.startsWith(")") && bare.includes("(") ? `${bare})` : bare;
}
