import { createMemo, type JSX, splitProps } from "solid-js";

interface Props extends Omit<JSX.InputHTMLAttributes<HTMLInputElement>, "value" | "onChange"> {
  label: string;
  value: string | number;
  /** What was written is complete. */
  onChange: (input: HTMLInputElement) => void;
}

/** A field that shows what is stored. Only another value takes what is being written away, not every change of the settings. */
export function Field(props: Props) {
  const [own, rest] = splitProps(props, ["label", "value", "onChange", "class"]);
  const stored = createMemo(() => own.value);
  return (
    <input
      {...rest}
      class={`input ${own.class ?? ""}`}
      aria-label={own.label}
      value={stored()}
      onChange={(event) => own.onChange(event.currentTarget)}
    />
  );
}
