// The script a customer's page carries: <script src="HUB/widget.js" data-site="SITE" async></script>
import { launcher as de } from "../../shared/texts/de.json";
import { launcher as en } from "../../shared/texts/en.json";
import { launcher as fr } from "../../shared/texts/fr.json";
import { elementId } from "./host.ts";
import { startWidget } from "./widget.ts";

const script = document.currentScript as HTMLScriptElement | null;
const site = script?.dataset.site;

if (script && site) {
  const labels = { de, en, fr };
  const wanted = (document.documentElement.lang || navigator.language).slice(0, 2).toLowerCase();
  const language = wanted in labels ? (wanted as keyof typeof labels) : "en";
  const start = () => {
    if (document.getElementById(elementId)) return; // a page that carries the line twice has one widget
    startWidget(new URL(script.src).origin, site, language, labels[language]);
  };
  if (document.body) start();
  else addEventListener("DOMContentLoaded", start);
} else {
  console.error("Parley: no data-site");
}
