import { createSignal } from "solid-js";
import type { ChatState, Part } from "./chat.ts";

/** A field for the visitor's e-mail address, and what is wrong with what is written into it. */
export type AddressState = ReturnType<typeof createAddress>;

export function createAddress({ model, t, email }: ChatState) {
  const [wrong, setWrong] = createSignal("");
  let field: HTMLInputElement | undefined;
  return {
    wrong: () => wrong() || (model().emailRefused ? t("emailWrong") : ""),
    attach(input: HTMLInputElement) {
      field = input;
    },
    /** Returns the address, empty if there need be none; or undefined, having said what is wrong. */
    take(required: boolean): string | undefined {
      const given = email().trim();
      if (!given && required) setWrong(t("emailMissing"));
      else setWrong(field?.validity.valid ? "" : t("emailWrong"));
      if (!wrong()) return given;
      field?.focus();
    },
  };
}

/** The field for the visitor's e-mail address, with the reason it is asked for, or what is wrong with it. */
export function Address(props: Part & { address: AddressState }) {
  const { t, email, writeEmail, required } = props.chat;
  return (
    <>
      <label for="email">
        {t("email")} <em>{t(required() ? "forAnswer" : "forAnswerOptional")}</em>
      </label>
      <input
        id="email"
        type="email"
        autocomplete="email"
        ref={(input) => props.address.attach(input)}
        value={email()}
        aria-invalid={props.address.wrong() !== ""}
        aria-describedby="email-note"
        aria-required={required()}
        on:input={(event) => writeEmail(event.currentTarget.value)}
      />
      <p id="email-note" class={props.address.wrong() ? "note wrong" : "note"}>
        {props.address.wrong() || t("emailNote")}
      </p>
    </>
  );
}
