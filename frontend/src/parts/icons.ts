// The icons in use, each imported by itself: the package's index would bring all of them.
export { default as BackIcon } from "lucide-solid/icons/arrow-left";
export { default as SendIcon } from "lucide-solid/icons/arrow-up";
export { default as CheckIcon } from "lucide-solid/icons/check";
export { default as DownIcon } from "lucide-solid/icons/chevron-down";
export { default as ClockIcon } from "lucide-solid/icons/clock";
export { default as CodeIcon } from "lucide-solid/icons/code";
export { default as CopyIcon } from "lucide-solid/icons/copy";
export { default as GlobeIcon } from "lucide-solid/icons/globe";
export { default as InboxIcon } from "lucide-solid/icons/inbox";
export { default as MailIcon } from "lucide-solid/icons/mail";
export { default as ComputerIcon } from "lucide-solid/icons/monitor";
export { default as PanelIcon } from "lucide-solid/icons/panel-right";
export { default as SettingsIcon } from "lucide-solid/icons/settings";
export { default as TroubleIcon } from "lucide-solid/icons/triangle-alert";
export { default as PersonIcon } from "lucide-solid/icons/user";
export { default as DismissIcon } from "lucide-solid/icons/x";
