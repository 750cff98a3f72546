// Asks the hub what the invitation is for, and becomes an agent with it. The secret stays in the fragment until it was used.
const element = (id) => document.getElementById(id);
const fields = ["name", "email", "password"];
const secret = location.hash.slice(1);

/** Shows one part of the page and hides what said something else. */
function show(part) {
  for (const id of ["open", "done", "ended", "toomany", "failed"]) element(id).hidden = id !== part;
}

function ended(state) {
  show("ended");
  for (const id of ["used", "revoked", "expired", "unknown"]) element(id).hidden = id !== state;
  element("ended").querySelector("h1").focus();
}

async function ask(path, body) {
  const response = await fetch(`/api/v1/invitation${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ secret, ...body }),
  });
  return { status: response.status, body: await response.json() };
}

/** Tells what went wrong besides what was entered. */
function refused(status) {
  if (status === 404 || status === 422) ended("unknown");
  else element(status === 429 ? "toomany" : "failed").hidden = false;
}

function wrong(id) {
  element(id).hidden = false;
  const field = element(id.split("-")[0]);
  field.setAttribute("aria-invalid", "true");
  field.focus();
}

function clear() {
  for (const error of document.querySelectorAll(".error")) error.hidden = true;
  for (const id of fields) element(id).removeAttribute("aria-invalid");
}

function welcome(invitation) {
  show("open");
  for (const name of document.querySelectorAll(".site")) name.textContent = invitation.site;
  if (invitation.email) {
    element("email").value = invitation.email;
    element("email").readOnly = true;
    element("email-fixed").hidden = false;
  }
  element("name").focus();
}

function done(invitation) {
  history.replaceState(null, "", location.pathname);
  element("hub").textContent = location.origin;
  element("as").textContent = invitation.email;
  show("done");
  element("done").querySelector("h1").focus();
}

async function begin() {
  const answer = await ask("", {});
  if (answer.status !== 200) refused(answer.status);
  else if (answer.body.state === "open") welcome(answer.body);
  else ended(answer.body.state);
}

async function join() {
  clear();
  const entered = Object.fromEntries(fields.map((id) => [id, element(id).value]));
  if (!entered.name.trim()) return wrong("name-error");
  if (!element("email").checkValidity()) return wrong("email-error");
  if ([...entered.password].length < 8) return wrong("password-error");
  const answer = await ask("/accept", entered);
  if (answer.status === 200) return done(answer.body);
  const where = answer.body.errors?.[0]?.location?.replace("body.", "");
  if (answer.status === 409 && where === "email") wrong("email-taken");
  else if (answer.status === 422 && fields.includes(where)) wrong(`${where}-error`);
  else if (answer.status === 409) await begin();
  else refused(answer.status);
}

/** Does one thing at a time, and says when the hub cannot be asked. */
async function doing(what) {
  const button = element("join");
  button.disabled = true;
  try {
    await what();
  } catch {
    element("failed").hidden = false;
  } finally {
    button.disabled = false;
  }
}

element("form").addEventListener("submit", (event) => {
  event.preventDefault();
  doing(join);
});
element("copy").addEventListener("click", async () => {
  const button = element("copy");
  await navigator.clipboard.writeText(location.origin);
  button.textContent = button.dataset.copied;
});
addEventListener("hashchange", () => location.reload());
element("copy").hidden = !navigator.clipboard; // only secure pages have one
if (secret) doing(begin);
else ended("unknown");
