import { createEffect } from "solid-js";
import { darkOn } from "../port.ts";
import type { ChatState } from "./chat.ts";

/** Puts on the look the site has chosen. */
export function wearLook({ model }: ChatState): void {
  const root = document.documentElement;
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules] as CSSMediaRule[]);
  const dark = rules.filter(({ conditionText }) => conditionText?.includes("scheme"));
  createEffect(() => {
    const { colours, radius, scheme } = model().site.look;
    for (const { media } of dark) media.mediaText = darkOn[scheme];
    root.dataset.radius = radius;
    root.style.cssText = Object.entries(colours).reduce(
      (css, [name, { fill, on }]) => `${css};--${name}:${fill};--on-${name}:${on}`,
      scheme === "auto" ? "" : `color-scheme:${scheme}`,
    );
  });
}
