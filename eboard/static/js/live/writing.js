// The outcome form of the live room. Each pause sends what changed, every field with the text it was changed from, so that the
// server can put together what several people write. A batch keeps its number until it is answered: sent twice, it is saved
// once. What cannot be sent waits in this page. What others write is put in where this person did not write meanwhile.
const holder = document.querySelector("[data-writing]");
const room = document.querySelector("[data-live]");
const PAUSE = 600;
const LONGEST = 2000;
const RETRY = 1500;
const ROW = /^([a-z_]+)-(\d+)-(\w+)$/;
let form = null;
let rows = {}; // the ids of the rows by the field that holds them; a row nobody saved yet has one already
let bases = new Map(); // by place, the text that the server and this page last agreed upon
let set = new Map(); // by place, what was sent and clashed or meant nothing, so that it is not sent again
let version = 0;
let batch = null;
let isSaving = null;
let timer = 0;
let since = 0;
let latest = null;
let isClosed = false;

const number = () => crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));
const token = () => document.querySelector("#live-do [name=csrf_token]").value;
const equal = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const groups = (list) => [...form.querySelectorAll(`[role=group][id^="${list}-"]`)];

function begin() {
  form = holder.querySelector("#outcome");
  bases = new Map();
  set = new Map();
  batch = null;
  isClosed = false;
  if (!form) return;
  version = Number(form.elements.namedItem("version").value);
  take(JSON.parse(form.dataset.rowsOf));
  bases = read();
}

function take(stored) {
  rows = {};
  for (const [list, ids] of Object.entries(stored)) rows[list] = groups(list).map((_group, index) => ids[index] ?? number());
}

function placeOf(name) {
  const [, list, index, field] = ROW.exec(name) ?? [];
  if (list in rows) return `${list}.${rows[list][index]}.${field}`;
  return ["csrf_token", "version", "do"].includes(name) ? null : name;
}

function named() {
  const found = new Map();
  for (const element of form.elements) {
    const place = element.name && !["submit", "button"].includes(element.type) ? placeOf(element.name) : null;
    if (place) found.set(place, [...(found.get(place) ?? []), element]);
  }
  return found;
}

function textOf([first, ...rest]) {
  const all = [first, ...rest];
  if (first.type === "radio") return all.find((one) => one.checked)?.value ?? "";
  if (first.type === "checkbox") return rest.length ? all.filter((one) => one.checked).map((one) => one.value) : first.checked ? "yes" : "";
  if (first.multiple) return [...first.selectedOptions].map((one) => one.value);
  return first.value.trim();
}

const read = () => new Map([...named()].map(([place, elements]) => [place, textOf(elements)]));

function write(elements, text) {
  const [first] = elements;
  if (first.type === "radio" || first.type === "checkbox") {
    for (const one of elements) one.checked = Array.isArray(text) ? text.includes(one.value) : elements.length === 1 && first.type === "checkbox" ? text === "yes" : one.value === text;
  } else if (first.multiple) {
    for (const option of first.options) option.selected = text.includes(option.value);
  } else if (first === document.activeElement && first.selectionStart != null) {
    const [old, at, to] = [first.value, first.selectionStart, first.selectionEnd];
    let same = 0;
    while (same < at && old[same] === text[same]) same += 1;
    const shift = same < at ? text.length - old.length : 0;
    first.value = text;
    first.setSelectionRange(Math.max(same, at + shift), Math.max(same, to + shift));
  } else first.value = text;
}

function changes() {
  if (!form) return [];
  return [...read()]
    .filter(([place, text]) => !equal(text, bases.get(place) ?? "") && !equal(text, set.get(place)))
    .map(([place, now]) => ({ place, was: bases.get(place) ?? "", now }));
}

function say(word, extra = "") {
  const status = form?.querySelector("[data-words-status]");
  if (!status) return;
  status.dataset.state = { waiting: "failed", closed: "failed", clash: "failed" }[word] ?? word;
  status.textContent = [status.dataset[word] ?? "", extra].filter(Boolean).join(" ");
}

function later(pause = PAUSE) {
  clearTimeout(timer);
  timer = setTimeout(save, Math.max(0, Math.min(pause, since + LONGEST - Date.now())));
}

// Returns once everything typed so far is saved, or could not be.
function save() {
  clearTimeout(timer);
  isSaving ??= send().finally(() => {
    isSaving = null;
    if (latest) apply(latest);
  });
  return isSaving;
}

async function send() {
  while (!isClosed && (batch || changes().length)) {
    batch ??= { id: number(), changes: changes() };
    since = 0;
    say("saving");
    const done = await post(batch);
    if (done === null) return;
    if (done) agree(batch.changes, done);
    batch = null;
  }
}

// The answer; null if there was none, so that the batch is sent again; false if it was refused.
async function post({ id, changes: sent }) {
  const body = new FormData();
  for (const [name, value] of Object.entries({ csrf_token: token(), batch: id, changes: JSON.stringify(sent) })) body.append(name, value);
  try {
    const answer = await fetch(form.dataset.words, { method: "POST", body, redirect: "manual", headers: { Accept: "application/json" } });
    if (answer.ok) return await answer.json();
    if (answer.status === 422) {
      isClosed = true;
      say("closed", new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".lead")?.textContent);
      return false;
    }
  } catch {
    // no connection
  }
  say("waiting");
  timer = setTimeout(save, RETRY);
  return null;
}

function agree(sent, { clashes, problems, version: saved }) {
  version = Math.max(version, saved);
  for (const { place, now } of sent) {
    if (clashes.includes(place) || place in problems) set.set(place, now);
    else {
      set.delete(place);
      bases.set(place, now);
    }
    mark(place, problems[place]);
  }
  if (clashes.length) say("clash");
  else say("saved", new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }));
  form.elements.namedItem("version").value = version;
  document.dispatchEvent(new Event("live:look"));
}

function mark(place, sentence) {
  const [first] = named().get(place) ?? [];
  const field = first?.closest(".field");
  field?.querySelector("[data-problem]")?.remove();
  first?.toggleAttribute("aria-invalid", Boolean(sentence));
  if (!sentence || !field) return;
  const said = Object.assign(document.createElement("p"), { className: "error", textContent: sentence });
  said.dataset.problem = "";
  field.append(said);
}

// What the server holds now goes into the fields this person has not changed.
async function apply(texts) {
  latest = texts;
  if (!form || isSaving || isClosed) return;
  latest = null;
  if (texts.version < version) return;
  version = texts.version;
  form.elements.namedItem("version").value = version;
  for (const [list, ids] of Object.entries(texts.rows)) {
    if (!equal(ids, known(list)) || lacks(list, texts.values)) await renew(list);
  }
  const [elements, typed] = [named(), read()];
  for (const [place, text] of Object.entries(texts.values)) {
    if (!elements.has(place) || equal(text, bases.get(place))) continue;
    const isMine = !equal(typed.get(place), bases.get(place));
    if (isMine && !equal(typed.get(place), text)) continue;
    if (!offers(elements.get(place), text)) continue;
    if (!isMine) write(elements.get(place), text);
    bases.set(place, text);
    set.delete(place);
  }
}

// A choice that came to a list after this page was drawn, such as a new kind: the rows are drawn again, with it. Put into a list
// that lacks it, it would be nothing, and be saved as nothing.
const offers = ([first], text) => first.type !== "select-one" || [...first.options].some((option) => option.value === text);
const lacks = (list, values) => [...named()].some(([place, elements]) => place.startsWith(`${list}.`) && place in values && !offers(elements, values[place]));

// The rows the server knows of: those something was agreed upon.
const known = (list) => rows[list].filter((id) => [...bases].some(([place, text]) => place.startsWith(`${list}.${id}.`) && isSaid(place, text)));
const isSaid = (place, text) => !place.endsWith(".priority") && text.length > 0;

// Draw the rows of a list as they are stored; what was typed meanwhile, and the focus, stay where they were.
async function renew(list, adds = false) {
  const [typed, focused] = [read(), document.activeElement?.name && placeOf(document.activeElement.name)];
  const answer = await fetch(`${holder.dataset.writing}${form.dataset.case}/form${adds ? `?add=${list}` : ""}`, { redirect: "error" }).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#outcome");
  const unsaid = new Map(changes().map(({ place, now }) => [place, now]));
  form.querySelector(`#${list}`).replaceWith(document.importNode(fresh.querySelector(`#${list}`), true));
  const stored = JSON.parse(fresh.dataset.rowsOf);
  const drawn = groups(list).map((_group, index) => stored[list][index]);
  const blanks = rows[list].filter((id) => !known(list).includes(id) && !stored[list].includes(id)); // somebody may be typing into one
  rows[list] = drawn.map((id) => id ?? blanks.shift() ?? number());
  for (const [place, elements] of named()) {
    if (!place.startsWith(`${list}.`)) continue;
    bases.set(place, textOf(elements));
    if (unsaid.has(place)) write(elements, unsaid.get(place) ?? typed.get(place));
  }
  if (focused) named().get(focused)?.[0].focus();
}

async function remove(name) {
  const [list, index] = name.split("-");
  const id = rows[list][index];
  await save();
  if (known(list).includes(id)) {
    const was = Object.fromEntries([...bases].filter(([place]) => place.startsWith(`${list}.${id}.`)).map(([place, text]) => [place.split(".")[2], text]));
    const done = await post({ id: number(), changes: [{ place: `${list}.${id}`, was, now: null }] });
    if (!done) return;
    version = Math.max(version, done.version);
  }
  for (const place of [...bases.keys()].filter((one) => one.startsWith(`${list}.${id}.`))) bases.delete(place);
  await renew(list);
  document.dispatchEvent(new Event("live:look"));
}

async function add(list) {
  await save();
  await renew(list, true);
  groups(list).at(-1)?.querySelector("select, textarea, input")?.focus();
}

async function record() {
  await save();
  if (batch || changes().length) return;
  const body = new FormData();
  body.append("csrf_token", token());
  const answer = await fetch(form.dataset.record, { method: "POST", body, redirect: "manual" }).catch(() => null);
  form.parentElement.querySelector(".error-summary")?.remove();
  if (answer?.status === 422) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const summary = page.querySelector(".error-summary");
    if (summary) form.before(document.importNode(summary, true));
    form.parentElement.querySelector(".error-summary")?.focus();
  }
  document.dispatchEvent(new Event("live:look"));
}

// Another case is on the table, or this one was closed: the words that are still here go first.
async function follow(shown) {
  if (form) {
    await save();
    if (batch || changes().length) return form.dataset.case === shown.case ? undefined : document.dispatchEvent(new CustomEvent("live:stay", { detail: form.dataset.case }));
  }
  holder.replaceChildren();
  form = null;
  if (!shown.texts) return;
  const answer = await fetch(`${holder.dataset.writing}${shown.case}/form`, { redirect: "error" }).catch(() => null);
  if (!answer?.ok) return;
  holder.innerHTML = await answer.text();
  begin();
}

let following = Promise.resolve();
document.addEventListener("live:shown", ({ detail: shown }) => {
  if (batch && !isSaving) save();
  if (shown.texts && form?.dataset.case === shown.case) return apply(shown.texts);
  if (shown.texts || form) following = following.then(() => follow(shown));
});
document.addEventListener("live:lost", () => changes().length && say("waiting"));
document.addEventListener("live:ended", () => (form = null));

holder.addEventListener("input", () => {
  since ||= Date.now();
  isClosed = false;
  later();
});
holder.addEventListener("change", () => later(0));
document.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest("#outcome button[name=add], #outcome button[name=remove]");
    if (!button) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (button.name === "add") add(button.value);
    else remove(button.value);
  },
  true,
);
holder.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.submitter?.value === "record") record();
  else save();
});

let writes = "";
let telling = 0;
function tellWhere(field) {
  clearTimeout(telling);
  telling = setTimeout(() => {
    if (field === writes) return;
    writes = field;
    const body = new FormData();
    for (const [name, value] of Object.entries({ csrf_token: token(), item: field && form ? form.dataset.item : "", field })) body.append(name, value);
    fetch(room.dataset.liveHere, { method: "POST", body }).catch(() => (writes = ""));
  }, 300);
}
holder.addEventListener("focusin", (event) => event.target.name && tellWhere(placeOf(event.target.name)?.split(".").at(-1) ?? ""));
holder.addEventListener("focusout", () => tellWhere(""));

window.addEventListener("beforeunload", (event) => {
  if (batch || changes().length) event.preventDefault();
});

begin();
