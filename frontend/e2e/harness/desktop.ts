import { join } from "node:path";
import type { Program, Start } from "./program.ts";
import { until } from "./until.ts";

export interface MenuEntry {
  id: number;
  type: "standard" | "separator";
  label: string;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  children: MenuEntry[];
}

export interface Pixmap {
  width: number;
  height: number;
  /** Four bytes a pixel: alpha, red, green, blue. */
  argb: Buffer;
}

export interface TrayItem {
  id: string;
  title: string;
  status: string;
  tooltip: string;
  icons: Pixmap[];
}

export interface Toast {
  id: number;
  replaces: number;
  app: string;
  icon: string;
  summary: string;
  /** As sent: markup, where the server said that it knows markup. */
  body: string;
  /** Key to label. */
  actions: Record<string, string>;
  hints: Record<string, string | number | boolean>;
  timeout: number;
}

interface Message {
  id?: number;
  answer?: unknown;
  error?: string;
  event?: "ready" | "shown" | "closed";
  toast?: Toast | number;
}

/** The desktop around Parley, played by doubles/desktop.py: tray, toasts, lock and sleep. */
export class Desktop {
  /** Every toast ever shown, replacements too, in order. */
  readonly toasts: Toast[] = [];
  /** The toasts on screen now, by id. */
  readonly shown = new Map<number, Toast>();
  private ready = false;
  private lastId = 0;
  private readonly waiting = new Map<
    number,
    { resolve: (answer: unknown) => void; reject: (error: Error) => void }
  >();

  private constructor(private readonly program: Program) {
    program.onLine((line) => this.receive(JSON.parse(line)));
  }

  static async start(start: Start): Promise<Desktop> {
    const script = join(import.meta.dirname, "../doubles/desktop.py");
    // Debian's Python has the D-Bus modules; another one found first in PATH has not.
    const desktop = new Desktop(start("desktop doubles", "/usr/bin/python3", ["-B", script]));
    await until("the doubles are ready", () => desktop.ready);
    return desktop;
  }

  tray = {
    appear: () => this.command<void>("tray.appear"),
    vanish: () => this.command<void>("tray.vanish"),
    count: () => this.command<number>("tray.count"),
    read: async (): Promise<TrayItem> => {
      type Raw = Omit<TrayItem, "icons"> & { icons: { width: number; height: number; argb: string }[] };
      const item = await this.command<Raw>("tray.read");
      const icons = item.icons.map((icon) => ({ ...icon, argb: Buffer.from(icon.argb, "base64") }));
      return { ...item, icons };
    },
    menu: () => this.command<MenuEntry[]>("tray.menu"),
    /** A click on the icon itself. */
    activate: () => this.command<void>("tray.activate"),
    /** Clicks the entry with this label, in submenus too, as soon as the menu has it. */
    click: async (label: string): Promise<void> => {
      const entry = await until(`the tray menu offers "${label}"`, async () => {
        const found = find(await this.tray.menu(), label);
        return found?.enabled && found.visible ? found : undefined;
      });
      await this.command<void>("tray.click", { id: entry.id });
    },
  };

  notifications = {
    appear: (capabilities = ["actions", "body", "body-markup"]) =>
      this.command<void>("notifications.appear", { capabilities }),
    vanish: () => this.command<void>("notifications.vanish"),
    /** Clicks a button of the toast; "default" is the toast itself. */
    act: (toast: Toast, action = "default") =>
      this.command<void>("notifications.act", { id: toast.id, action }),
    reply: (toast: Toast, text: string) => this.command<void>("notifications.reply", { id: toast.id, text }),
    dismiss: (toast: Toast) => this.command<void>("notifications.dismiss", { id: toast.id }),
    expire: (toast: Toast) => this.command<void>("notifications.expire", { id: toast.id }),
    /** Waits for a toast on screen whose summary or body matches. */
    toast: (text: RegExp, within?: number) =>
      until(
        `a toast ${text}`,
        () => [...this.shown.values()].find((t) => text.test(t.summary) || text.test(t.body)),
        within,
      ),
  };

  login = {
    appear: () => this.command<void>("login.appear"),
    lock: () => this.command<void>("login.lock"),
    unlock: () => this.command<void>("login.unlock"),
    hint: (locked: boolean) => this.command<void>("login.hint", { locked }),
    sleep: () => this.command<void>("login.sleep", { starting: true }),
    wake: () => this.command<void>("login.sleep", { starting: false }),
    shutdown: () => this.command<void>("login.shutdown", { starting: true }),
    inhibited: () =>
      this.command<{ what: string; who: string; why: string; mode: string }[]>("login.inhibited"),
  };

  /** Whether somebody has this name on the session bus. */
  owned(name: string): Promise<boolean> {
    return this.command<boolean>("bus.owned", { name });
  }

  private command<T>(name: string, parameters?: Record<string, unknown>): Promise<T> {
    this.lastId += 1;
    const id = this.lastId;
    return new Promise<T>((resolve, reject) => {
      this.waiting.set(id, { resolve: (answer) => resolve(answer as T), reject });
      this.program.write(`${JSON.stringify({ id, do: name, with: parameters })}\n`);
    });
  }

  private receive(message: Message): void {
    if (message.id !== undefined) this.settle(message.id, message);
    else if (message.event === "ready") this.ready = true;
    else if (message.event === "closed") this.shown.delete(message.toast as number);
    else if (message.event === "shown") {
      const toast = message.toast as Toast;
      this.toasts.push(toast);
      this.shown.set(toast.id, toast);
    }
  }

  private settle(id: number, message: Message): void {
    const call = this.waiting.get(id);
    this.waiting.delete(id);
    if (message.error === undefined) call?.resolve(message.answer);
    else call?.reject(new Error(message.error));
  }
}

function find(entries: MenuEntry[], label: string): MenuEntry | undefined {
  for (const entry of entries) {
    const found = entry.label === label ? entry : find(entry.children, label);
    if (found) return found;
  }
  return undefined;
}
