/** The pages of the settings. */
export type SettingsSection = "availability" | "you" | "widget" | "computer";
