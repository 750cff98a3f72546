/** Reads an address of a website as the origin that browsers send, or returns undefined when it is none. */
export function originOf(written: string): string | undefined {
  const text = written.trim();
  const address = URL.parse(text.includes("://") ? text : `https://${text}`);
  const web = address?.protocol === "https:" || address?.protocol === "http:";
  // With a dot, or localhost: a single word is a mistyped address.
  return web && /\.|^localhost$|^\[/.test(address.hostname) ? address.origin : undefined;
}
