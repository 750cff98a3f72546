import { Popover } from "@kobalte/core/popover";
import { createSignal } from "solid-js";
import type { Millis } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { readDaytime } from "../parts/daytime.ts";
import { next } from "./length.ts";

interface Props {
  /** What it opens beside. */
  anchor: () => HTMLElement | undefined;
  onClose: () => void;
  onUntil: (at: Millis) => void;
}

/** Asks for the time of day a choice shall end at. One that has passed today means tomorrow. */
export function UntilField(props: Props) {
  const { t, time, now, zone } = useDesk();
  const [text, setText] = createSignal("");
  const at = () => {
    const minutes = readDaytime(text());
    return minutes === undefined ? undefined : next(minutes, now(), zone());
  };
  return (
    <Popover
      open
      onOpenChange={(open) => open || props.onClose()}
      modal
      anchorRef={props.anchor}
      gutter={4}
      placement="bottom-start"
    >
      <Popover.Portal>
        {/* The menu below reads what is typed as the beginning of an entry's name. */}
        <Popover.Content
          class="floating until-field"
          aria-label={t("forHowLong.untilWhen")}
          onKeyDown={(event: KeyboardEvent) => event.stopPropagation()}
        >
          <form
            onSubmit={(event) => {
              event.preventDefault();
              const end = at();
              if (end === undefined) return;
              props.onUntil(end);
              props.onClose();
            }}
          >
            <input
              class="input time-field"
              type="text"
              inputmode="numeric"
              autocomplete="off"
              size={5}
              maxLength={5}
              placeholder="16:00"
              aria-label={t("forHowLong.untilWhen")}
              value={text()}
              onInput={(event) => setText(event.currentTarget.value)}
            />
            <button type="submit" class="button primary" disabled={at() === undefined}>
              {t("forHowLong.set")}
            </button>
          </form>
          <p class="second" role="status">
            {at() === undefined ? t("forHowLong.example") : time().moment(at() ?? 0, now())}
          </p>
        </Popover.Content>
      </Popover.Portal>
    </Popover>
  );
}
