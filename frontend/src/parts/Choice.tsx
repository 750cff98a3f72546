import { Select } from "@kobalte/core/select";
import type { JSX } from "solid-js";
import { CheckIcon, DownIcon } from "./icons.ts";
import "./choice.css";

interface Props<V> {
  label: string;
  value: V;
  options: readonly V[];
  /** What an option is called. */
  name: (option: V) => string;
  onChange: (option: V) => void;
  icon?: JSX.Element;
  /** Where the list opens: inside of a dialog, which covers everything else. */
  mount?: Node;
}

/** One of a few values, in a list that opens on a press. */
export function Choice<V extends string | number>(props: Props<V>) {
  return (
    <Select<V>
      value={props.value}
      options={[...props.options]}
      optionTextValue={(option) => props.name(option)}
      onChange={(option) => option !== null && option !== props.value && props.onChange(option)}
      disallowEmptySelection
      gutter={4}
      placement="bottom-end"
      itemComponent={(item) => (
        <Select.Item item={item.item} class="choice-option">
          <Select.ItemLabel>{props.name(item.item.rawValue)}</Select.ItemLabel>
          <Select.ItemIndicator>
            <CheckIcon class="icon small" />
          </Select.ItemIndicator>
        </Select.Item>
      )}
    >
      <Select.Trigger class="choice" aria-label={props.label}>
        {props.icon}
        <Select.Value<V>>{(state) => props.name(state.selectedOption() ?? props.value)}</Select.Value>
        <DownIcon class="icon small" />
      </Select.Trigger>
      <Select.Portal mount={props.mount}>
        <Select.Content class="floating">
          <Select.Listbox class="choice-list" aria-label={props.label} />
        </Select.Content>
      </Select.Portal>
    </Select>
  );
}
