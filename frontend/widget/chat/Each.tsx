import { type Accessor, createMemo, createRoot, createSignal, type JSX, onCleanup, untrack } from "solid-js";

interface Place<T> {
  put(value: T): void;
  shown: JSX.Element;
  dispose(): void;
}

/** Shows a list place by place: what stands at a place changes with its value. It is Solid's Index without what the chat does not need of it. */
export function Each<T>(props: { of: readonly T[]; children: (value: Accessor<T>) => JSX.Element }) {
  const places: Place<T>[] = [];
  const shorten = (length: number) => {
    for (const place of places.splice(length)) place.dispose();
  };
  const add = (first: T): Place<T> =>
    createRoot((dispose) => {
      const [value, set] = createSignal(first);
      return { put: (next) => set(() => next), shown: props.children(value), dispose };
    });

  onCleanup(() => shorten(0));
  const shown = createMemo(() => {
    const values = props.of;
    return untrack(() => {
      shorten(values.length);
      values.forEach((value, index) => {
        const place = places[index];
        if (place) place.put(value);
        else places.push(add(value));
      });
      return places.map((place) => place.shown);
    });
  });
  return <>{shown()}</>;
}
