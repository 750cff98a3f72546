import { Field } from "./Field.tsx";
import { Setting } from "./Setting.tsx";

interface Props {
  label: string;
  /** The language of the text. */
  lang: string;
  text: string;
  /** What is shown to visitors instead of an empty text. */
  otherwise: string;
  /** In characters. */
  longest: number;
  onChange: (text: string) => void;
}

/** One text that visitors read, with ours where the site has none. */
export function WordsField(props: Props) {
  return (
    <Setting title={props.label} is={props.text || props.otherwise}>
      <Field
        class="site-words"
        dir="auto"
        lang={props.lang}
        maxLength={props.longest}
        placeholder={props.otherwise}
        label={props.label}
        value={props.text}
        onChange={(input) => props.onChange(input.value.trim())}
      />
    </Setting>
  );
}
