/** The pages of the settings. */
export type SettingsSection =
  | "availability"
  | "changes"
  | "devices"
  | "you"
  | "profile"
  | "team"
  | "coverage"
  | "widget"
  | "chats"
  | "groups"
  | "targeting"
  | "computer";
