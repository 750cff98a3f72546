import type { BuildOptions } from "vite";
import type { Options } from "vite-plugin-solid";

/**
 * How both pages are built. They are served under `script-src 'self'; style-src 'self'`: nothing may be
 * inlined into the HTML, and no asset may become a data: address.
 */
export const page: BuildOptions = {
  emptyOutDir: true,
  assetsInlineLimit: 0,
  modulePreload: { polyfill: false },
  sourcemap: false,
  reportCompressedSize: false,
};

/**
 * Solid by default moves constant style objects into the template's markup, where the policy refuses them;
 * set through the object they pass. The plugin's types lag behind the compiler's options.
 */
export const solidOptions: Partial<Options> = {
  solid: { inlineStyles: false } as Options["solid"],
};
