// <html data-idle-minutes="N">: a page in use says so once a minute; after N minutes without use it is covered, and the server
// is told to lock. The dialog "lock" then offers what this person can prove with, and a page for everything else in a new tab.
// It goes once the server says that the sign-in goes on, wherever that was proven, and nothing typed is lost. With
// data-stays-open (a running meeting) being open counts as use, in the other tabs, too. The tabs of one person count together.
const root = document.documentElement;
const dialog = document.getElementById("lock");
const idle = Number(root.dataset.idleMinutes) * 60_000;
const staysOpen = root.hasAttribute("data-stays-open");
const ENDED = { 400: "stale", 401: "over" }; // by the status of an answer: the page belongs to another sign-in, or to none
const tabs = dialog && new BroadcastChannel(`eboard-use-${dialog.dataset.person}`);
let used = Date.now();
let told = used;
let isCovered = false;
let isLocked = false; // the server knows

function post(url) {
  const headers = { "X-CSRFToken": dialog.querySelector("[name=csrf_token]").value };
  return fetch(url, { method: "POST", headers, redirect: "manual" }).catch(() => null);
}

const say = (word) => (dialog.querySelector("[data-lock-status]").textContent = word ? dialog.dataset[word] : "");

function cover() {
  if (isCovered) return;
  isCovered = true;
  dialog.showModal();
  offer();
}

function uncover() {
  isCovered = false;
  used = told = Date.now();
  dialog.querySelector("[data-lock-ways]").replaceChildren();
  say("");
  dialog.close();
}

async function offer() {
  const answer = await post(dialog.dataset.ways);
  if (!isCovered) return;
  if (!answer?.ok) return say(answer && ENDED[answer.status]);
  const ways = dialog.querySelector("[data-lock-ways]");
  ways.innerHTML = await answer.text();
  document.dispatchEvent(new CustomEvent("eboard:ready"));
  ways.querySelector("input:not([type=hidden]), button")?.focus();
}

async function lock() {
  if (!isCovered) {
    isLocked = false;
    tabs.postMessage("locked");
  }
  cover();
  const answer = await post(dialog.dataset.lock);
  if (answer && answer.status < 500) isLocked = true;
}

function use() {
  const now = Date.now();
  if (isCovered || now - used < 1_000) return;
  if (now - used >= idle) return lock();
  used = now;
  tabs.postMessage(used);
}

// The server alone says whether the page may be seen: it was told to lock, and somebody has given a proof since.
async function ask() {
  const answer = await post(dialog.dataset.inUse);
  if (answer?.status === 401) {
    isLocked = true;
    cover();
  } else if (isCovered && answer && ENDED[answer.status]) say(ENDED[answer.status]);
  else if (answer?.status === 204 && isCovered && isLocked) uncover();
}

async function look() {
  const now = Date.now();
  if (isCovered) return isLocked ? undefined : lock();
  if (now - used >= idle) return lock();
  if (staysOpen) tabs.postMessage("open");
  if (now - told < 60_000 || (used <= told && !staysOpen)) return;
  told = now;
  await ask();
}

async function prove(event) {
  const form = event.target;
  if (form.dataset.passkey && !form.elements.answer.value) return;
  event.preventDefault();
  say("");
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).catch(() => null);
  form.reset();
  if (form.elements.answer) form.elements.answer.value = "";
  if (answer?.type === "opaqueredirect") {
    isLocked = true;
    tabs.postMessage("unlocked");
    await ask();
  } else say(ENDED[answer?.status] ?? "refused");
}

function hear({ data }) {
  if (data === "locked") {
    if (!isCovered) lock();
  } else if (data === "unlocked") {
    if (!isCovered) return;
    isLocked = true;
    ask();
  } else if (data === "shown") {
    if (isCovered && isLocked) ask();
  } else if (data === "open") {
    if (!staysOpen && !isCovered) used = Date.now();
  } else used = Math.max(used, data);
}

function back() {
  if (isCovered && isLocked) ask();
  else if (!document.hidden) look();
}

if (dialog && idle) {
  for (const kind of ["keydown", "pointerdown", "pointermove", "scroll", "input"]) {
    addEventListener(kind, use, { capture: true, passive: true });
  }
  tabs.addEventListener("message", hear);
  addEventListener("submit", (event) => event.target.matches("[data-covers-tabs]") && tabs.postMessage("locked"));
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("close", () => isCovered && dialog.showModal());
  dialog.addEventListener("submit", prove);
  addEventListener("visibilitychange", back);
  addEventListener("focus", back);
  addEventListener("pageshow", (event) => event.persisted && ask());
  setInterval(look, 5_000);
  tabs.postMessage("shown"); // a page that is covered, and of whose lock the server knew, asks it again
}
