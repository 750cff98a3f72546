import { createSignal, For, onMount } from "solid-js";
import { useDesk } from "../desk.ts";
import { createSubmit } from "../parts/refused.ts";
import { Go } from "./Go.tsx";

const fields = [
  { name: "hub", type: "text", autocomplete: "url" },
  { name: "email", type: "email", autocomplete: "username" },
  { name: "password", type: "password", autocomplete: "current-password" },
] as const;

/** Signs in to a team's hub. */
export function SignInForm() {
  const { state, t, intents } = useDesk();
  const [values, setValues] = createSignal({
    hub: state.proposed.hub,
    email: state.proposed.email,
    password: "",
  });
  const { busy, refused, submit } = createSubmit(() =>
    intents.SignIn({ ...values(), hub: withScheme(values().hub) }),
  );

  let form: HTMLFormElement | undefined;
  onMount(() => {
    const empty = fields.find((field) => values()[field.name] === "") ?? fields[0];
    form?.querySelector<HTMLInputElement>(`[name=${empty.name}]`)?.focus();
  });
  return (
    <form ref={form} onSubmit={submit}>
      <div class="trio">
        <For each={fields}>
          {(field) => (
            <label class="field">
              {t(`signIn.${field.name}`)}
              <input
                class="input"
                required
                spellcheck={false}
                name={field.name}
                type={field.type}
                autocomplete={field.autocomplete}
                placeholder={field.name === "hub" ? "https://hub.example" : undefined}
                value={values()[field.name]}
                onInput={(event) => setValues({ ...values(), [field.name]: event.currentTarget.value })}
              />
            </label>
          )}
        </For>
      </div>
      <Go label={t("signIn.go")} next={t("signIn.next")} busy={busy()} refused={refused()} />
    </form>
  );
}

/** People write an address without its scheme; a hub on the internet speaks https. */
function withScheme(hub: string): string {
  const bare = hub.trim();
  return bare.includes("://") ? bare : `https://${bare}`;
}
