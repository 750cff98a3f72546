/** Says whether the chat was loaded anew while the visitor was at something else in the page: it leaves the keyboard there. */
export function wasElsewhere(): boolean {
  return window.name === "false";
}

/**
 * Loads the chat anew if the hub has become another version, which no longer has what this one would fetch. The page has all that is shown, and shows
 * it again. While the hub is out of reach or something is being written, the chat stays as it is.
 *
 * @param begun is what would be lost
 */
export async function renew(begun: () => unknown): Promise<void> {
  const script = document.querySelector("script")?.getAttribute("src") ?? "";
  const answer = await fetch(location.href);
  const isAnother = answer.ok && !(await answer.text()).includes(script);
  if (!isAnother || begun()) return;
  window.name = `${document.hasFocus()}`; // a name outlives the page
  location.reload();
}
