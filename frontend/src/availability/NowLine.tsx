import { place } from "./hours.ts";
import "./now-line.css";

/** Marks a time of day, in minutes, on whatever shows the day from midnight to midnight. */
export function NowLine(props: { at: number }) {
  return <span class="now-line" style={{ left: place({ from: props.at, to: props.at }).left }} />;
}
