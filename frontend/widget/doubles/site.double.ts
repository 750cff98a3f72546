import type { SiteFace } from "../../shared/protocol.ts";

/** A site that has chosen nothing but its name. */
export function siteFace(change: Partial<SiteFace> = {}): SiteFace {
  return {
    name: "Lindqvist Bikes",
    contact: { live: "off", messenger: "optional" },
    look: {
      colours: { light: { fill: "#14607a", on: "#ffffff" }, dark: { fill: "#2598c0", on: "#03222d" } },
      corner: "right",
      offsetX: 20,
      offsetY: 20,
      radius: "round",
      scheme: "auto",
      ownLauncher: false,
    },
    texts: { default: {}, en: {}, de: {}, fr: {} },
    ...change,
  };
}
