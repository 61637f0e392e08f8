// <form data-passkey="URL" data-passkey-way="get|create" hidden>: fetches the options, asks the browser for a passkey and
// sends what it says in the field "answer". The form is shown where there are passkeys.
const canAsk = Boolean(window.PublicKeyCredential?.parseRequestOptionsFromJSON && window.isSecureContext);

function show() {
  if (!canAsk) return;
  for (const form of document.querySelectorAll("form[data-passkey]")) form.hidden = false;
  for (const note of document.querySelectorAll("[data-without-passkeys]")) note.hidden = true;
}

document.addEventListener("eboard:ready", show);

async function ask(form) {
  const headers = { "X-CSRFToken": form.elements.csrf_token.value };
  const asked = await fetch(form.dataset.passkey, { method: "POST", headers });
  if (!asked.ok) throw new Error(String(asked.status));
  const options = await asked.json();
  if (form.dataset.passkeyWay === "create") {
    return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
  }
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-passkey]");
  if (!form || form.elements.answer.value) return;
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    form.elements.answer.value = JSON.stringify(await ask(form));
    button.disabled = false;
    form.requestSubmit();
  } catch {
    form.querySelector("[data-passkey-status]").textContent = form.dataset.failed;
    button.disabled = false;
  }
});
