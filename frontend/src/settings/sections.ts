/** The pages of the settings. */
export type SettingsSection =
  | "availability"
  | "you"
  | "profile"
  | "coverage"
  | "widget"
  | "chats"
  | "groups"
  | "targeting"
  | "computer";
