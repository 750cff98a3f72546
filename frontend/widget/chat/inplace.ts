import { createRenderEffect } from "solid-js";

// The build puts these in the place of Solid's own, which spare a few moves and new texts where much changes at once. The chat changes little at a time,
// and its lists grow and shrink at their end.

/** Shows what stands at one place of a parent, before the marker if there is one, and changes it with what it is read from. */
export function insert(parent: Node, content: unknown, marker: Node | null = null): void {
  let shown: ChildNode[] = [parent.insertBefore(document.createTextNode(""), marker)];
  const put = (value: unknown): void => {
    const next = nodesOf(value, shown);
    reconcileArrays(parent, shown, next);
    shown = next;
  };
  const show = (value: unknown): void => {
    if (typeof value === "function") createRenderEffect(() => show(value()));
    else if (Array.isArray(value)) createRenderEffect(() => put(value));
    else put(value);
  };
  show(content);
}

/** Lists the nodes of a value: texts that were there before as they are, and an empty one for nothing, which keeps the place. */
function nodesOf(value: unknown, before: ChildNode[]): ChildNode[] {
  const nodes: ChildNode[] = [];
  const add = (item: unknown): void => {
    if (typeof item === "function") add(item());
    else if (Array.isArray(item)) item.forEach(add);
    else if (item instanceof Node) nodes.push(item as ChildNode);
    else if (typeof item === "string" || typeof item === "number")
      nodes.push(textOf(`${item}`, before[nodes.length]));
  };
  add(value);
  return nodes[0] ? nodes : [textOf("", before[0])];
}

function textOf(words: string, before?: ChildNode): ChildNode {
  return before instanceof Text && before.data === words ? before : document.createTextNode(words);
}

/** Changes the nodes of a list in their parent to others. */
export function reconcileArrays(parent: Node, before: ChildNode[], after: ChildNode[]): void {
  let next = before.at(-1)?.nextSibling ?? null;
  const kept = new Set(after);
  for (const node of before) if (!kept.has(node)) node.remove();
  for (const node of after.toReversed()) {
    if (node.parentNode !== parent || node.nextSibling !== next) parent.insertBefore(node, next);
    next = node;
  }
}
