import { createSignal, onMount, Show } from "solid-js";
import { createStore, unwrap } from "solid-js/store";
import type { GroupName, RuleSettings } from "../../shared/local.ts";
import { isOutdated } from "../backend.ts";
import { useDesk } from "../desk.ts";
import { Choice } from "../parts/Choice.tsx";
import { Explanation } from "../parts/Explanation.tsx";
import { BackIcon } from "../parts/icons.ts";
import { Outdated } from "../parts/Outdated.tsx";
import { createSubmit } from "../parts/refused.ts";
import { Toggle } from "../parts/Toggle.tsx";
import { Row } from "../settings/Row.tsx";
import { CardPreview } from "./CardPreview.tsx";
import { Conditions } from "./Conditions.tsx";
import { frequencies, most, stored } from "./draft.ts";
import { Texts } from "./Texts.tsx";
import { Trial } from "./Trial.tsx";

/** Stands for no group: the choice of a list cannot be empty. */
const everybody = "everybody";

interface Props {
  settings: RuleSettings;
  isNew: boolean;
  groups: GroupName[];
  onSave: (settings: RuleSettings) => Promise<void>;
  onDelete: () => void;
  /** Opens it as it is stored now. */
  onLoad: () => void;
  onBack: () => void;
}

/** One targeted chat: what it says, when, how often and for whom. Nothing counts before it is saved: half a rule is none. */
export function Editor(props: Props) {
  const { t } = useDesk();
  const [draft, setDraft] = createStore(structuredClone(props.settings));
  const [seen, setSeen] = createSignal(-1); // the text that the preview shows: -1 for the first
  const { busy, refused, submit } = createSubmit(() => props.onSave(stored(unwrap(draft))));
  let name: HTMLInputElement | undefined;
  onMount(() => name?.focus()); // what opened it is gone
  const groups = () => [everybody, ...props.groups.map(({ id }) => id)];
  const groupName = (group: string) =>
    props.groups.find(({ id }) => id === group)?.name ?? t("targeting.everybody");

  return (
    <form class="targeting-editor" onSubmit={submit}>
      <button type="button" class="button bare targeting-back" onClick={() => props.onBack()}>
        <BackIcon class="icon small" />
        {t("targeting.all")}
      </button>
      <div class="targeting-head">
        <label class="field">
          {t("targeting.name")}
          <input
            ref={name}
            class="input"
            required
            pattern=".*\S.*"
            maxLength={200}
            dir="auto"
            value={draft.name}
            onInput={(event) => setDraft("name", event.currentTarget.value)}
          />
          <span class="second">{t("targeting.nameWhy")}</span>
        </label>
        <Toggle label={t("targeting.on")} on={draft.on} onChange={(on) => setDraft("on", on)} />
      </div>

      <h2>{t("targeting.says")}</h2>
      <div class="targeting-says">
        <div>
          <label class="field">
            {t("targeting.text")}
            <textarea
              class="input"
              required
              rows={3}
              maxLength={most.text}
              dir="auto"
              value={draft.text}
              onFocus={() => setSeen(-1)}
              onInput={(event) => setDraft("text", event.currentTarget.value)}
            />
          </label>
          <Texts texts={draft.texts} onTexts={(texts) => setDraft("texts", texts)} onSeen={setSeen} />
        </div>
        <CardPreview text={draft.texts[seen()]?.text ?? draft.text} />
      </div>

      <h2>{t("targeting.when")}</h2>
      <p class="second">{t("targeting.whenWhy")}</p>
      <Conditions
        conditions={draft.conditions}
        onConditions={(conditions) => setDraft("conditions", conditions)}
      />

      <h2>{t("targeting.whom")}</h2>
      <Row title={t("targeting.often")} why={t(`targeting.oncePer.${draft.once}.why`)}>
        <Choice
          label={t("targeting.often")}
          value={draft.once}
          options={frequencies}
          name={(once) => t(`targeting.oncePer.${once}.name`)}
          onChange={(once) => setDraft("once", once)}
        />
      </Row>
      <Row title={t("targeting.team")} why={t("targeting.teamWhy")}>
        <Choice
          label={t("targeting.team")}
          value={draft.group ?? everybody}
          options={groups()}
          name={groupName}
          onChange={(group) => setDraft("group", group === everybody ? undefined : group)}
        />
      </Row>

      <Trial draft={draft} />

      <div class="targeting-end">
        <button type="submit" class="button primary" aria-disabled={busy()}>
          {t("targeting.save")}
        </button>
        <button type="button" class="button" onClick={() => props.onBack()}>
          {t("targeting.cancel")}
        </button>
        <Show when={refused()}>
          {(why) => (
            <Show when={!isOutdated(why())} fallback={<Outdated when onLoad={props.onLoad} />}>
              <span class="form-refused" role="alert">
                <Explanation of={why()} />
              </span>
            </Show>
          )}
        </Show>
        <Show when={!props.isNew}>
          <button type="button" class="button bare targeting-delete" onClick={() => props.onDelete()}>
            {t("targeting.delete")}
          </button>
        </Show>
      </div>
    </form>
  );
}
