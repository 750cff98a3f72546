import { createEffect } from "solid-js";
import { Address, createAddress } from "./Address.tsx";
import type { Part } from "./chat.ts";
import { createFetched } from "./fetched.ts";
import { wasElsewhere } from "./renew.ts";
import "./composer.css";

const maxLength = 10_000; // of a text: so many characters always fit a frame, though the hub may take fewer

/**
 * Where the visitor writes: one line under the log, or the form of the messenger. It is the same field in both, so that a change of face takes
 * neither the text nor the keyboard away.
 */
export function Composer(props: Part) {
  const { model, t, say, draft, form, asks, required, written } = props.chat;
  const address = createAddress(props.chat);
  const choice = createFetched(
    props.chat,
    () => !written() && model().site.groups?.length,
    () => import("./Choice.tsx"),
  );
  let box: HTMLTextAreaElement | undefined;

  function write(next: string) {
    props.chat.write(next);
    grow();
  }

  /** Makes the field as tall as its text. */
  function grow() {
    if (!box) return;
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight}px`;
  }
  createEffect(() => {
    form();
    grow();
  });
  createEffect((before: boolean) => {
    const { open, quiet } = model();
    if (open && !before && !quiet) box?.focus();
    return open;
  }, wasElsewhere());

  function send(event: Event) {
    event.preventDefault();
    const words = draft().trim();
    if (!words) return box?.focus();
    const email = asks() ? address.take(required()) : "";
    if (email === undefined) return;
    say({ do: "send", text: words, email });
    write("");
    box?.focus();
  }

  function press(event: KeyboardEvent) {
    // While a word is being composed, Enter belongs to the input method; Safari tells so by the key code alone.
    if (event.key !== "Enter" || event.shiftKey || event.altKey || event.isComposing || event.keyCode === 229)
      return;
    // In the form Enter begins a new line, as in a letter.
    if (!form() || event.ctrlKey || event.metaKey) send(event);
  }

  return (
    <form class="composer" noValidate on:submit={send}>
      {choice()}
      <label for="text" class={form() ? "" : "unseen"}>
        {t(form() ? "yourMessage" : "write")}
      </label>
      <div class="writing">
        <textarea
          id="text"
          ref={(field) => {
            box = field;
          }}
          rows={1}
          dir="auto"
          maxLength={maxLength}
          placeholder={form() ? "" : t("write")}
          aria-describedby="text-note"
          value={draft()}
          on:input={(event) => write(event.currentTarget.value)}
          on:keydown={press}
        />
        <button type="submit" class="send" aria-label={t("send")}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="m5 12 7-7 7 7M12 19V5" />
          </svg>
        </button>
      </div>
      <p id="text-note" class="note wrong">
        {draft().length < maxLength ? "" : t("tooLong")}
      </p>
      {asks() && <Address chat={props.chat} address={address} />}
      {form() && (
        <button type="submit" class="button">
          {t("sendMessage")}
        </button>
      )}
    </form>
  );
}
