import { For, type JSX, Show } from "solid-js";
import { Virtualizer } from "virtua/solid";
import type { Item } from "../../shared/local.ts";
import { pixels } from "../zoom.ts";
import { headingHeight, rowHeight } from "./measures.ts";

const long = 100; // so many rows of a group may all be in the page

interface Props {
  items: Item[];
  /** What scrolls. */
  scroller: HTMLElement | undefined;
  /** How many rows and headings stand above. */
  above: { rows: number; headings: number };
  /** The row that stays in the page, so that the focus can go to it. */
  selected: string;
  children: (item: Item) => JSX.Element;
}

/** The rows of one group; of a long one only those in sight are in the page. */
export function Rows(props: Props) {
  const offset = () => pixels(props.above.rows * rowHeight + props.above.headings * headingHeight);
  const kept = () => {
    const at = props.items.findIndex((item) => item.id === props.selected);
    return at < 0 ? [] : [at];
  };
  return (
    <Show when={props.items.length > long} fallback={<For each={props.items}>{props.children}</For>}>
      <Virtualizer
        data={props.items}
        scrollRef={props.scroller}
        startMargin={offset()}
        itemSize={pixels(rowHeight)}
        keepMounted={kept()}
      >
        {props.children}
      </Virtualizer>
    </Show>
  );
}
