import { type Accessor, createMemo, For, type JSX, Show } from "solid-js";

interface Props<T> {
  each: readonly T[] | undefined;
  children: (item: Accessor<T>) => JSX.Element;
}

/** Draws things by their ids: what is told anew of one changes its row, which keeps the focus and what was begun in it. */
export function ById<T extends { id: string }>(props: Props<T>) {
  const ids = createMemo(() => props.each?.map((item) => item.id));
  return (
    <For each={ids()}>
      {(id) => {
        const item = () => props.each?.find((item) => item.id === id);
        return <Show when={item()}>{(item) => props.children(item)}</Show>;
      }}
    </For>
  );
}
