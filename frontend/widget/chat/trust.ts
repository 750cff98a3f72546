interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML(markup: string): string }): unknown;
}

/**
 * Allows Solid to parse the templates its compiler made, under a policy that requires trusted types. It is the only one to parse markup: what
 * people write becomes text nodes, and the linter refuses everything else.
 */
export function trustTemplates(): void {
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes };
  trustedTypes?.createPolicy("default", { createHTML: (markup) => markup });
}
