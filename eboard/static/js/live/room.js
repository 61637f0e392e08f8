// The live room: asks each second what changed and puts it in. [data-live] is the address to ask, [data-part] the pieces.
// Other scripts hear "live:shown" with every answer, "live:lost" without one, "live:ended" when the page is no longer open
// to its reader; they ask for a look with "live:look". Nothing of it is kept in the browser's storage.
const room = document.querySelector("[data-live]");
const status = room.querySelector("[data-live-status]");
const HIDDEN_EVERY = 15000;
const LONGEST_WAIT = 8000;
const TIMEOUT = 10000;
let have = room.dataset.have;
let every = Number(room.dataset.every);
let failures = 0;
let timer = 0;
let isAsking = false;
let asksAgain = false;
let hasEnded = false;
let stowed = null; // what the page showed when the sign-in ended

const own = document.querySelector("[data-mine]"); // this person's attendance, which no shared piece holds
const parts = () => [...document.querySelectorAll("[data-part]")];
const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

function say(word, sentence = room.querySelector("[data-live-status]").dataset[word] ?? "") {
  status.textContent = sentence;
  status.dataset.state = word;
}

function address() {
  const url = new URL(room.dataset.live, location.href);
  url.searchParams.set("have", have);
  if (room.dataset.case) url.searchParams.set("case", room.dataset.case);
  url.searchParams.set("tags", parts().map((part) => `${part.dataset.part}:${part.dataset.tag}`).join(","));
  return url;
}

async function look() {
  clearTimeout(timer);
  if (hasEnded) return;
  if (isAsking) {
    asksAgain = true;
    return;
  }
  isAsking = true;
  try {
    await settle(await fetch(address(), { redirect: "error", cache: "no-store", signal: AbortSignal.timeout(TIMEOUT) }));
    if (failures) say("back");
    failures = 0;
  } catch {
    failures += 1;
    if (!stowed) say("offline");
    tell("live:lost");
  } finally {
    isAsking = false;
    timer = setTimeout(look, pause());
    asksAgain = false;
  }
}

function pause() {
  if (asksAgain) return 0;
  if (failures) return Math.min(500 * 2 ** failures, LONGEST_WAIT);
  if (stowed) return 4000;
  return document.hidden ? HIDDEN_EVERY : every;
}

async function settle(answer) {
  if (answer.status === 401) return stow();
  if ([403, 404].includes(answer.status)) return end();
  if (!answer.ok) throw new Error(String(answer.status));
  if (answer.status === 204) return restore();
  const shown = await answer.json();
  if (stowed && shown.me !== room.dataset.me) return location.reload();
  restore();
  have = shown.token;
  every = shown.every;
  room.dataset.now = shown.now;
  room.dataset.nowAt = performance.now();
  for (const [name, html] of Object.entries(shown.parts)) put(name, html, shown.tags[name]);
  tell("live:shown", shown);
  if (own && own.dataset.own !== shown.own) await renewOwn(shown.own);
}

async function renewOwn(mark) {
  const answer = await fetch(own.dataset.mine, { redirect: "error", cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return;
  const hadFocus = own.contains(document.activeElement);
  own.innerHTML = await answer.text();
  own.dataset.own = mark;
  if (hadFocus) own.querySelector("button, a")?.focus();
}

// The part that has the focus keeps it, on the button or link that does the same.
function put(name, html, tag) {
  const part = document.querySelector(`[data-part="${name}"]`);
  if (!part) return;
  const focused = part.contains(document.activeElement) ? sign(document.activeElement) : null;
  const wasClosed = part.querySelector("#live-materials")?.open === false;
  part.innerHTML = html;
  part.dataset.tag = tag;
  if (wasClosed && part.querySelector("#live-materials")) part.querySelector("#live-materials").open = false;
  if (focused) [...part.querySelectorAll("a, button, summary, [tabindex]")].find((one) => sign(one) === focused)?.focus();
  mine(part);
}

const sign = (element) => element.id || element.dataset.press || element.dataset.caseLink || element.value || element.href || element.tagName;

// Everybody gets the same pieces: buttons that are for one person, or for all but one, say for whom.
function mine(part) {
  for (const button of part.querySelectorAll("[data-only-for]")) button.hidden = button.dataset.onlyFor !== room.dataset.me;
  for (const button of part.querySelectorAll("[data-not-for]")) button.hidden = button.dataset.notFor === room.dataset.me;
}

// The sign-in is over: nothing stays on the screen, but what was typed waits in memory for the same person.
function stow() {
  if (stowed) return;
  stowed = new Map();
  for (const place of [...parts(), ...document.querySelectorAll("[data-writing], [data-mine]")]) {
    stowed.set(place, [...place.childNodes]);
    place.replaceChildren();
  }
  say("signedOut");
}

function restore() {
  if (!stowed) return;
  for (const [place, nodes] of stowed) place.replaceChildren(...nodes);
  stowed = null;
  say("back");
}

function end() {
  hasEnded = true;
  stowed = null;
  for (const place of [...parts(), ...document.querySelectorAll("[data-writing], [data-mine], .page-head .actions, #keys")]) place.remove();
  say("ended");
  tell("live:ended");
}

function show(caseId) {
  room.dataset.case = caseId;
  const url = new URL(location.href);
  if (caseId) url.searchParams.set("case", caseId);
  else url.searchParams.delete("case");
  history.replaceState(null, "", url);
  for (const hidden of document.querySelectorAll("#live-do [name=case]")) hidden.value = caseId;
  for (const button of document.querySelectorAll("[data-follow-now]")) button.hidden = !caseId;
  look();
}

async function act(form, button) {
  const body = new FormData(form, button);
  button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
    if (answer.type === "opaqueredirect") say("done", "");
    else if (answer.status !== 401) say("refused", sentence(await answer.text()));
  } catch {
    say("offline");
  }
  button.disabled = false;
  look();
}

const sentence = (html) => new DOMParser().parseFromString(html, "text/html").querySelector(".lead")?.textContent ?? status.dataset.refused;

document.addEventListener("submit", (event) => {
  if (event.target.id !== "live-do" && !event.target.closest("[data-mine]")) return;
  event.preventDefault();
  act(event.target, event.submitter);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-case-link]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    show(link.dataset.caseLink);
  }
  if (event.target.closest("[data-follow-now]")) show("");
});

document.addEventListener("live:look", look);
document.addEventListener("live:stay", (event) => show(event.detail));
document.addEventListener("visibilitychange", () => document.hidden || look());
window.addEventListener("online", look);
window.addEventListener("pagehide", () => {
  const token = document.querySelector("#live-do [name=csrf_token]");
  if (hasEnded || !token || !room.dataset.liveHere) return;
  const body = new FormData();
  body.append("csrf_token", token.value);
  body.append("left", "1");
  navigator.sendBeacon(room.dataset.liveHere, body);
});
window.addEventListener("pageshow", (event) => event.persisted && look());

room.dataset.nowAt = performance.now();
for (const part of parts()) mine(part);
for (const button of document.querySelectorAll("[data-follow-now]")) button.hidden = !room.dataset.case;
timer = setTimeout(look, pause());
