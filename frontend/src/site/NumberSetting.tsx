import { Field } from "./Field.tsx";
import { Setting } from "./Setting.tsx";

interface Props {
  title: string;
  why?: string;
  value: number;
  min: number;
  max: number;
  /** Stands behind the number. */
  unit: string;
  onChange: (value: number) => void;
}

/** A setting of the site that is a whole number within bounds. */
export function NumberSetting(props: Props) {
  return (
    <Setting title={props.title} why={props.why} is={`${props.value} ${props.unit}`}>
      <div class="setting-other">
        <Field
          type="number"
          min={props.min}
          max={props.max}
          step={1}
          required
          label={props.title}
          value={props.value}
          onChange={(input) => {
            if (input.reportValidity()) props.onChange(input.valueAsNumber);
          }}
        />
        <span>{props.unit}</span>
      </div>
    </Setting>
  );
}
