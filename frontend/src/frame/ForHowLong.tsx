import { DropdownMenu } from "@kobalte/core/dropdown-menu";
import { createSignal, For, Show } from "solid-js";
import type { Millis } from "../../shared/local.ts";
import { none } from "../availability/hours.ts";
import { useDesk } from "../desk.ts";
import { dated } from "../parts/until.ts";
import type { Length, lengths } from "./length.ts";
import { UntilField } from "./UntilField.tsx";

interface Props {
  length: Length;
  /** Not confirmed yet. */
  pending: boolean;
  onChoose: (length: keyof typeof lengths) => void;
  onUntil: (at: Millis) => void;
}

/** How long the status that is shown shall last. */
export function ForHowLong(props: Props) {
  const { session, t, time, lately } = useDesk();
  const [writing, setWriting] = createSignal(false);
  let until: HTMLElement | undefined;
  const hours = () => !none(session().hours);
  const offered = () =>
    (["holds", "half", "hour", "toHours"] as const).filter((length) => length !== "toHours" || hours());

  function name(length: Length): string {
    if (length === "holds") return t(hours() ? "forHowLong.myHours" : "forHowLong.noLimit");
    const end = session().view?.timed?.until;
    return length === "until" && props.length === "until" && !props.pending && end
      ? t(`forHowLong.untilAt.${dated(time(), end, lately())}`, { at: time().moment(end, lately()) })
      : t(`forHowLong.${length}`);
  }

  const item = (length: Length) => ({
    value: length,
    closeOnSelect: false,
    textValue: name(length),
    class: `length ${props.pending && props.length === length ? "pending" : ""}`,
  });

  return (
    <DropdownMenu.RadioGroup value={props.length} class="status-length" onKeyDown={alongTheLine}>
      <DropdownMenu.GroupLabel as="p" class="second">
        {t("forHowLong.label")}
      </DropdownMenu.GroupLabel>
      <div class="lengths">
        <For each={offered()}>
          {(length) => (
            <DropdownMenu.RadioItem {...item(length)} onSelect={() => props.onChoose(length)}>
              {name(length)}
            </DropdownMenu.RadioItem>
          )}
        </For>
        <DropdownMenu.RadioItem
          {...item("until")}
          ref={until}
          aria-haspopup="dialog"
          onSelect={() => setWriting(true)}
        >
          {name("until")}
        </DropdownMenu.RadioItem>
      </div>
      <Show when={writing()}>
        <UntilField
          anchor={() => until}
          onClose={() => {
            setWriting(false);
            until?.focus();
          }}
          onUntil={props.onUntil}
        />
      </Show>
    </DropdownMenu.RadioGroup>
  );
}

/** The lengths stand side by side: the arrows that point there reach them too. */
function alongTheLine(event: KeyboardEvent & { currentTarget: HTMLElement }) {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!by) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>(".length")];
  const at = all.indexOf(document.activeElement as HTMLElement);
  all[(at + by + all.length) % all.length]?.focus();
  event.preventDefault();
}
