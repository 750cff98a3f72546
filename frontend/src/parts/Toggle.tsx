import "./toggle.css";

interface Props {
  label: string;
  on: boolean;
  onChange: (on: boolean) => void;
}

/** On or off. It shows what is stored: when saving fails, it goes back by itself. */
export function Toggle(props: Props) {
  return (
    <button
      type="button"
      role="switch"
      class="toggle"
      aria-label={props.label}
      aria-checked={props.on}
      onClick={() => props.onChange(!props.on)}
    />
  );
}
