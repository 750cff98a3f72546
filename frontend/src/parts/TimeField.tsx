import { readDaytime, writeDaytime } from "./daytime.ts";
import "./time-field.css";

interface Props {
  label: string;
  minutes: number;
  /** It is the end of something: midnight is 24:00. */
  ends?: boolean;
  class?: string;
  onChange: (minutes: number) => void;
}

/**
 * A time of day, 24 hours in every language, which the browser's own field is not. It shows what is stored: what cannot be read or is not
 * taken goes back by itself.
 */
export function TimeField(props: Props) {
  const written = () => writeDaytime(props.minutes, props.ends);
  return (
    <input
      class={`input time-field ${props.class ?? ""}`}
      type="text"
      inputmode="numeric"
      autocomplete="off"
      size={5}
      maxLength={5}
      aria-label={props.label}
      value={written()}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => {
        const minutes = readDaytime(event.currentTarget.value);
        if (minutes !== undefined && minutes !== props.minutes) props.onChange(minutes);
        event.currentTarget.value = written();
      }}
    />
  );
}
