import { useDesk } from "../desk.ts";
import { DismissIcon } from "../parts/icons.ts";
import { Mark } from "../parts/Mark.tsx";
import { Picture } from "../parts/Picture.tsx";

/** The card as visitors see it, above the launcher, in the name of who looks. */
export function CardPreview(props: { text: string }) {
  const { t, session } = useDesk();
  const me = () => session().agent;
  return (
    <figure class="targeting-preview">
      <figcaption class="second">{t("targeting.preview")}</figcaption>
      <div class="targeting-card">
        <Picture id={me().id} name={me().name} agent />
        <p>
          <b>{me().name}</b>
          <span dir="auto">{props.text || t("targeting.previewEmpty")}</span>
        </p>
        <DismissIcon class="icon small" />
      </div>
      <div class="targeting-launcher" aria-hidden="true">
        <Mark />
      </div>
    </figure>
  );
}
