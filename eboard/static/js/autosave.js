// <form data-autosave="URL">: two seconds after the last key the form goes to URL as it stands. The answer is 204, or JSON
// {"fields": {name: value}} for hidden fields that changed, such as the row version. 401 and 403 mean: signed out.
const PAUSE = 2000;
const RETRY = 10000;
const timers = new WeakMap();
const running = new WeakSet();

function say(form, state, extra = "") {
  const status = form.querySelector("[data-autosave-status]") ?? document.querySelector("[data-autosave-status]");
  if (!status) return;
  status.dataset.state = state;
  const word = { saving: "saving", saved: "saved", failed: "failed", "signed-out": "signedOut" }[state];
  status.textContent = [status.dataset[word], extra].filter(Boolean).join(" ");
}

function later(form, pause) {
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => save(form), pause));
}

function withoutFiles(form) {
  const data = new FormData(form);
  for (const input of form.querySelectorAll("input[type=file][name]")) data.delete(input.name);
  return data;
}

async function save(form) {
  if (running.has(form)) return later(form, PAUSE);
  running.add(form);
  say(form, "saving");
  try {
    await settle(form, await fetch(form.dataset.autosave, { method: "POST", body: withoutFiles(form), redirect: "manual" }));
  } catch {
    say(form, "failed");
    later(form, RETRY);
  } finally {
    running.delete(form);
  }
}

async function settle(form, response) {
  if (response.type === "opaqueredirect" || [401, 403].includes(response.status)) return say(form, "signed-out");
  if (!response.ok) throw new Error(String(response.status));
  if (response.status === 200) take(form, (await response.json()).fields ?? {});
  say(form, "saved", new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }));
  form.dispatchEvent(new CustomEvent("eboard:saved", { bubbles: true }));
}

function take(form, fields) {
  for (const [name, value] of Object.entries(fields)) {
    const input = form.elements.namedItem(name);
    if (input?.type === "hidden") input.value = value;
  }
}

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.dataset.autosave) later(form, PAUSE);
});

document.addEventListener("submit", (event) => clearTimeout(timers.get(event.target)));
