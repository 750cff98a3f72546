/** The pages of the settings. */
export type SettingsSection = "you" | "profile" | "widget" | "computer";
