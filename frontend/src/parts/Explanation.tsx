import type { Failed } from "../../shared/local.ts";
import type { Intent, Refusal } from "../backend.ts";
import { useDesk } from "../desk.ts";
import { explain } from "./refused.ts";

interface Props {
  of: Refusal | Failed;
  /** What was refused, where the refusal does not tell. */
  intent?: Intent;
}

/** Why something was refused. The words of the error, which are for who helps, stand behind it. */
export function Explanation(props: Props) {
  const { t } = useDesk();
  return <span title={props.of.message}>{explain(t, props.of, props.intent)}</span>;
}
