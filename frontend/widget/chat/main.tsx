import "../../shared/tokens.css";
import "./base.css";

import { createRoot, createSignal } from "solid-js";
import type { Model } from "../port.ts";
import { Chat } from "./Chat.tsx";
import { createChat } from "./chat.ts";
import { connect } from "./connect.ts";
import { loadTexts } from "./texts.ts";
import { trustTemplates } from "./trust.ts";

const say = connect(begin);

/** Draws the chat in the language of the first model; those that follow change it. */
function begin(first: Model): (next: Model) => void {
  const [model, setModel] = createSignal(first);
  const { language } = first;
  void loadTexts(language).then((t) => {
    trustTemplates();
    document.documentElement.lang = language;
    const chat = createChat(model, t, say);
    createRoot(() => document.body.append((<Chat chat={chat} />) as Node));
  });
  return setModel;
}
