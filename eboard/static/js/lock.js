// <html data-idle-minutes="N">: a page in use says so once a minute; after N minutes without use it is covered, and the server
// is told to lock. A proof in the dialog "lock" uncovers it, and nothing typed is lost. With data-stays-open (a running
// meeting) being open counts as use until the minutes are over. All tabs of a browser count together.
const root = document.documentElement;
const dialog = document.getElementById("lock");
const idle = Number(root.dataset.idleMinutes) * 60_000;
const staysOpen = root.hasAttribute("data-stays-open");
const tabs = new BroadcastChannel("eboard-use");
let used = Date.now();
let told = used;

function post(url) {
  const headers = { "X-CSRFToken": dialog.querySelector("[name=csrf_token]").value };
  return fetch(url, { method: "POST", headers, redirect: "manual" });
}

function cover() {
  if (dialog.open) return;
  dialog.showModal();
  dialog.querySelector("input[type=password]").focus();
}

function lock() {
  if (dialog.open) return;
  cover();
  tabs.postMessage("locked");
  post(dialog.dataset.lock).catch(() => {});
}

function uncover() {
  used = told = Date.now();
  dialog.close();
  for (const form of dialog.querySelectorAll("form")) form.reset();
  dialog.querySelector("[data-lock-status]").textContent = "";
}

function use() {
  const now = Date.now();
  if (dialog.open || now - used < 1_000) return;
  if (now - used >= idle) return lock();
  used = now;
  tabs.postMessage(used);
}

async function look() {
  const now = Date.now();
  if (dialog.open) return;
  if (now - used >= idle) return lock();
  if (now - told < 60_000 || (used <= told && !staysOpen)) return;
  told = now;
  const answer = await post(dialog.dataset.inUse).catch(() => null);
  if (answer?.status === 401) cover();
}

async function prove(event) {
  const form = event.target;
  if (form.dataset.passkey && !form.elements.answer.value) return;
  event.preventDefault();
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).catch(() => null);
  if (answer?.type === "opaqueredirect") {
    uncover();
    tabs.postMessage("unlocked");
  } else if (answer?.status === 401) {
    location.assign(dialog.dataset.signIn);
  } else {
    form.reset();
    if (form.elements.answer) form.elements.answer.value = "";
    dialog.querySelector("[data-lock-status]").textContent = dialog.dataset.refused;
  }
}

if (dialog && idle) {
  for (const kind of ["keydown", "pointerdown", "pointermove", "scroll", "input"]) {
    addEventListener(kind, use, { capture: true, passive: true });
  }
  tabs.addEventListener("message", ({ data }) => {
    if (data === "locked") cover();
    else if (data === "unlocked") uncover();
    else used = Math.max(used, data);
  });
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("submit", prove);
  addEventListener("visibilitychange", look);
  setInterval(look, 5_000);
}
