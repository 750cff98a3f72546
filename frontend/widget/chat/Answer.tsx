import { Address, createAddress } from "./Address.tsx";
import css from "./answer.css?inline";
import type { Part } from "./chat.ts";

/** What becomes of a message when nobody is there, or nobody could answer: where the answer will come, and a field for the address it may come to, or how far that has come. */
function Answer(props: Part) {
  const { model, t, say, messages, owed, given, asks, sent } = props.chat;
  const address = createAddress(props.chat);
  const offers = () => !given() && !asks() && (model().missed || model().site.contact.messenger !== "off");
  const received = () => {
    const last = model().log.findLast(({ kind }) => kind === "message");
    return last?.from === "visitor" && !messages().length;
  };

  function submit(event: Event) {
    event.preventDefault();
    const email = address.take(true);
    if (!email) return;
    say({ do: "email", email });
    document.getElementById("text")?.focus(); // the form goes away under the keyboard
  }

  return (
    <>
      {(model().missed || received() || owed() || offers()) && (
        <section class="answer">
          {model().missed && <p>{t("missed")}</p>}
          {received() && (
            <p>{sent() || t(model().email ? "answerThere" : "answerHere", { email: model().email })}</p>
          )}
          {owed() && (
            <p>
              {owed()} · {t(model().linked ? "sending" : "waiting")}
            </p>
          )}
          {offers() && (
            <form noValidate on:submit={submit}>
              <Address chat={props.chat} address={address} />
              <button type="submit" class="button">
                {t("saveEmail")}
              </button>
            </form>
          )}
        </section>
      )}
    </>
  );
}

export const part = { draw: Answer, css };
