import { type Accessor, createContext, useContext } from "solid-js";
import type { SiteInForce, Texts, Words } from "../../shared/local.ts";
import { useDesk } from "../desk.ts";
import { hubOf, type SiteSettings } from "../hub.ts";
import { createRevised } from "../revised.ts";

/** The settings of the site, as its pages show and change them. */
export type Site = ReturnType<typeof createSite>;

export const SiteContext = createContext<Site>();

export function useSite(): Site {
  const site = useContext(SiteContext);
  if (!site) throw new Error("used outside of the pages of the site");
  return site;
}

/** Whose words they are: of one language, or of all that have none of their own. */
export type Wording = keyof Texts;

/** `again` asks for the settings. */
export function createSite(stored: Accessor<SiteInForce>, again: () => void) {
  const { session, intents, attempt } = useDesk();
  const hub = hubOf(intents);
  const revised = createRevised(stored, (next) => hub.setSiteSettings(settingsOf(next)), attempt, again);
  const { shown, save } = revised;
  return {
    ...revised,
    /** Owners and admins change the settings; everybody else reads them. */
    manages: () => session().agent.role !== "agent",
    /** The colours that follow from the one chosen, as the hub has made them. */
    colours: () => shown().colours,
    saveLook: (change: Partial<SiteSettings["look"]>) => save({ look: { ...shown().look, ...change } }),
    saveSteps: (change: Partial<SiteSettings["steps"]>) => save({ steps: { ...shown().steps, ...change } }),
    saveContact: (change: Partial<SiteSettings["contact"]>) =>
      save({ contact: { ...shown().contact, ...change } }),
    saveWords(wording: Wording, change: Words) {
      const { texts } = shown();
      return save({ texts: { ...texts, [wording]: { ...texts[wording], ...change } } });
    },
  };
}

function settingsOf({ colours: _, ...settings }: SiteInForce): SiteSettings {
  return settings;
}
