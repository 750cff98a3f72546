// The script a customer's page carries: <script src="HUB/widget.js" data-site="SITE" async></script>
import { launcher as de } from "../../shared/texts/de.json";
import { launcher as en } from "../../shared/texts/en.json";
import { launcher as fr } from "../../shared/texts/fr.json";
import { elementId } from "./host.ts";
import { startWidget } from "./widget.ts";

declare const TALK: string; // the sum of the talk's script that was built with this one

const script = document.currentScript as HTMLScriptElement | null;
const site = script?.dataset.site;

if (script && site) {
  const labels = { de, en, fr };
  const wanted = (document.documentElement.lang || navigator.language).slice(0, 2).toLowerCase();
  const language = wanted in labels ? (wanted as keyof typeof labels) : "en";
  const start = () => {
    if (document.getElementById(elementId)) return; // a page that carries the line twice has one widget
    const hub = new URL(script.src).origin;
    // An import needs no leave where the page trusts only types, and is told when it fails.
    const widget = startWidget(
      hub,
      site,
      language,
      labels[language],
      (attempt) => import(`${hub}/talk.js?${TALK}.${attempt}`),
    );
    // What the page asked for before this script was there waits in a queue; what it says of its visitor goes on waiting, until somebody wants to know.
    const { q: early = [] } = window.Parley ?? {};
    const q: unknown[][] = [];
    const take = (...call: unknown[]) => {
      if (call[0] === "open") widget.open();
      else q.push(call);
    };
    window.Parley = Object.assign(take, { q });
    for (const call of early) take(...call);
  };
  if (document.body) start();
  else addEventListener("DOMContentLoaded", start);
} else {
  console.error("Parley: no data-site");
}
