/**
 * Changes the nodes of a list in their parent to others. The build puts it in the place of Solid's own, which spares a few moves when a long list is
 * reordered; the chat's lists grow and shrink at their end.
 */
export function reconcileArrays(parent: Node, before: ChildNode[], after: ChildNode[]): void {
  let next = before.at(-1)?.nextSibling ?? null;
  const kept = new Set(after);
  for (const node of before) if (!kept.has(node)) node.remove();
  for (const node of after.toReversed()) {
    if (node.parentNode !== parent || node.nextSibling !== next) parent.insertBefore(node, next);
    next = node;
  }
}
