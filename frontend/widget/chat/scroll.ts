import { type Accessor, createEffect } from "solid-js";
import type { Line } from "./lines.ts";

const slack = 24; // pixels from the end that still count as the end

/** Keeps the log at its end while the newest is in sight, and goes there when the visitor writes. */
export function createScroll(lines: Accessor<Line[]>): (log: HTMLElement) => void {
  let log: HTMLElement | undefined;
  let atEnd = true;
  const toEnd = () => {
    if (log) log.scrollTop = log.scrollHeight;
  };
  createEffect((before: number) => {
    const { length } = lines();
    if (length !== before && (atEnd || lines()[length - 1]?.progress === "sending")) toEnd();
    return length;
  }, 0);
  const size = new ResizeObserver(() => atEnd && toEnd());
  return (element) => {
    log = element;
    size.observe(element);
    element.addEventListener("scroll", () => {
      atEnd = element.scrollHeight - element.clientHeight - element.scrollTop < slack;
    });
  };
}
