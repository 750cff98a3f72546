/** The pages of the settings. */
export type SettingsSection = "you" | "widget" | "computer";
