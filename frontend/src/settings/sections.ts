/** The pages of the settings. */
export type SettingsSection =
  | "availability"
  | "you"
  | "profile"
  | "widget"
  | "groups"
  | "targeting"
  | "computer";
