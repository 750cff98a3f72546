import { For, type JSX, Show } from "solid-js";
import { useDesk } from "../desk.ts";
import { Choice } from "../parts/Choice.tsx";
import { agentName, groupName } from "../parts/names.ts";
import type { Partings, Receiver, Way } from "./partings.ts";

/** What can become of the visitors. */
export function Ways(props: { partings: Partings; mount: Node }) {
  const { t, state, session, language } = useDesk();
  const { partings } = props;
  const ways = (): Way[] => [
    "word",
    ...(partings.receivers().length > 0 ? (["handOver"] as const) : []),
    ...(state.parting === "offline" ? (["invisible"] as const) : []),
  ];

  function name(receiver: Receiver): string {
    const [kind, id = ""] = receiver.split(":");
    return kind === "agent" ? agentName(session(), id) : groupName(session(), id);
  }
  const spoken = (code: string) => new Intl.DisplayNames(language(), { type: "language" }).of(code) ?? code;
  const others = () => new Intl.ListFormat(language()).format(partings.others().map(spoken));

  const details: Record<Way, () => JSX.Element> = {
    word: () => (
      <>
        <textarea
          class="input parting-word"
          rows={2}
          dir="auto"
          aria-label={t("parting.way.word")}
          value={partings.word()}
          onInput={(event) => partings.write(event.currentTarget.value)}
        />
        <p class="second">
          {partings.others().length > 0 ? t("parting.others", { languages: others() }) : t("parting.empty")}
        </p>
      </>
    ),
    handOver: () => (
      <Show when={partings.receiver()}>
        {(receiver) => (
          <Choice
            label={t("parting.receiver")}
            value={receiver()}
            options={partings.receivers()}
            name={name}
            onChange={partings.setReceiver}
            mount={props.mount}
          />
        )}
      </Show>
    ),
    invisible: () => <p class="second">{t("parting.invisible")}</p>,
  };

  return (
    <fieldset class="parting-ways">
      <legend class="sr-only">{t("parting.ways")}</legend>
      <For each={ways()}>
        {(way) => (
          <div class="parting-way">
            <label>
              <input
                class="tick"
                type="radio"
                name="way"
                checked={partings.way() === way}
                onChange={() => partings.setWay(way)}
              />
              <b>{t(`parting.way.${way}`)}</b>
            </label>
            <Show when={partings.way() === way}>
              <div class="parting-detail">{details[way]()}</div>
            </Show>
          </div>
        )}
      </For>
    </fieldset>
  );
}
