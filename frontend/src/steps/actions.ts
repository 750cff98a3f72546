import { useDesk } from "../desk.ts";
import { useSnippet } from "./Snippet.tsx";

/** What the first steps offer, wherever their buttons stand. */
export function useStepActions() {
  const { session, steps, intents, attempt } = useDesk();
  const snippet = useSnippet();
  return {
    openTestPage: () => attempt(intents.OpenLink(session().site.demo ?? "")),
    async copySnippet() {
      if (!(await attempt(intents.Copy(snippet())))) return false;
      if (!steps.shown().copied) await steps.save({ copied: true });
      return true;
    },
    hide: () => steps.save({ hidden: true }),
    show: () => steps.save({ hidden: false }),
  };
}
