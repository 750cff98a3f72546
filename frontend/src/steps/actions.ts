import { useDesk } from "../desk.ts";
import { useSnippet } from "./Snippet.tsx";

/** What the first steps offer, wherever their buttons stand. */
export function useStepActions() {
  const { session, state, intents, attempt } = useDesk();
  const snippet = useSnippet();
  return {
    openTestPage: () => attempt(intents.OpenLink(session().site.demo ?? "")),
    async copySnippet() {
      if (!(await attempt(intents.Copy(snippet())))) return false;
      if (!state.steps.copied) await attempt(intents.SetSteps({ ...state.steps, copied: true }));
      return true;
    },
    hide: () => attempt(intents.SetSteps({ ...state.steps, hidden: true })),
    show: () => attempt(intents.SetSteps({ ...state.steps, hidden: false })),
  };
}
