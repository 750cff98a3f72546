/** The pages of the settings. */
export type SettingsSection = "availability" | "you" | "profile" | "widget" | "chats" | "groups" | "computer";
