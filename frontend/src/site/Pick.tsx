import { Choice } from "../parts/Choice.tsx";
import { Setting } from "./Setting.tsx";

interface Props<V> {
  title: string;
  why?: string;
  value: V;
  options: readonly V[];
  name: (option: V) => string;
  onChange: (option: V) => void;
}

/** A setting of the site that has one of a few values. */
export function Pick<V extends string>(props: Props<V>) {
  return (
    <Setting title={props.title} why={props.why} is={props.name(props.value)}>
      <Choice
        label={props.title}
        value={props.value}
        options={props.options}
        name={props.name}
        onChange={props.onChange}
      />
    </Setting>
  );
}
