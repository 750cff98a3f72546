import { For, Show } from "solid-js";
import { address } from "../../shared/links.ts";
import type { VisitorInfo } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { groupName, shortVisitorName } from "../parts/names.ts";
import { Picture } from "../parts/Picture.tsx";
import "./visitor-panel.css";

interface Props {
  visitor: VisitorInfo;
  label: string;
}

/** What is known about the visitor of the open conversation. */
export function VisitorPanel(props: Props) {
  const { t, time, lately, language, session } = useDesk();
  const spoken = () => {
    const code = props.visitor.language;
    if (!code) return undefined;
    try {
      return new Intl.DisplayNames(language(), { type: "language" }).of(code);
    } catch {
      return code; // not a language tag: as the browser sent it
    }
  };
  const attributes = () =>
    Object.entries(props.visitor.attributes ?? {}).sort(([a], [b]) => a.localeCompare(b));
  return (
    <aside class="visitor-panel" data-region="visitor" aria-label={props.label}>
      <div class="visitor-head">
        <Picture id={props.visitor.id} name={props.visitor.email ?? ""} size="large" />
        <div>
          <b class="cut-off" dir="auto">
            {shortVisitorName(t, props.visitor)}
          </b>
          <p class="second here" classList={{ now: props.visitor.here }}>
            {t(props.visitor.here ? "visitor.here" : "visitor.gone")}
          </p>
        </div>
      </div>
      <dl>
        <dt>{t("visitor.email")}</dt>
        <dd>{props.visitor.email || t("visitor.noEmail")}</dd>
        <Show when={spoken()}>
          {(name) => (
            <>
              <dt>{t("visitor.language")}</dt>
              <dd>{name()}</dd>
            </>
          )}
        </Show>
        <Show when={groupName(session(), props.visitor.group)}>
          {(name) => (
            <>
              <dt>{t("visitor.group")}</dt>
              <dd>{name()}</dd>
            </>
          )}
        </Show>
        <dt>{t("visitor.since")}</dt>
        <dd>{time().moment(props.visitor.since, lately())}</dd>
      </dl>
      <Show when={attributes().length > 0}>
        <section>
          <h2>{t("visitor.attributes")}</h2>
          <dl class="visitor-attributes">
            <For each={attributes()}>
              {([name, value]) => (
                <>
                  <dt dir="auto">{name}</dt>
                  <dd dir="auto">{value}</dd>
                </>
              )}
            </For>
          </dl>
        </section>
      </Show>
      <Show when={props.visitor.page}>
        {(page) => (
          <section>
            <h2>{t(props.visitor.here ? "visitor.page" : "visitor.lastPage")}</h2>
            <PageLink url={page().url} title={page().title} />
          </section>
        )}
      </Show>
    </aside>
  );
}

/** The page the visitor is on: its title, and where that leads. */
function PageLink(props: { url: string; title: string }) {
  const { intents, attempt } = useDesk();
  const href = () => address(props.url);
  return (
    <>
      <p class="page-title" dir="auto">
        {props.title || props.url}
      </p>
      <Show when={href()} fallback={<p class="page-url">{props.url}</p>}>
        {(href) => (
          <button
            type="button"
            class="page-url"
            title={href()}
            onClick={() => attempt(intents.OpenLink(href()))}
          >
            {href().replace(/^https?:\/\//, "")}
          </button>
        )}
      </Show>
    </>
  );
}
