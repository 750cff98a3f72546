// The script a customer's page carries: <script src="HUB/widget.js" data-site="SITE" async></script>
import { launcher as de } from "../../shared/texts/de.json";
import { launcher as en } from "../../shared/texts/en.json";
import { launcher as fr } from "../../shared/texts/fr.json";
import { takeCalls } from "../calls.ts";
import { elementId } from "./host.ts";
import { startWidget } from "./widget.ts";

declare const TALK: string; // the sum of the talk's script that was built with this one

// What the page asks for before it has a body waits.
const waiting: unknown[][] = [];
const wait = (...call: unknown[]) => {
  waiting.push(call);
};
window.Parley ??= Object.assign(wait, { q: waiting });

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
    takeCalls(widget.open);
  };
  if (document.body) start();
  else addEventListener("DOMContentLoaded", start);
} else {
  console.error("Parley: no data-site");
}
