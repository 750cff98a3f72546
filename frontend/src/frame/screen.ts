/** The screens of the window. */
export type Screen = "inbox" | "settings";
