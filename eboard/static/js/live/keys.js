// <… data-press="n">: that key presses it, while nobody types in a field. Esc leaves a field; a switch turns the keys off.
const YEAR = 365 * 24 * 60 * 60;
const toggle = document.querySelector("[data-keys-switch]");
toggle.checked = !document.cookie.includes("live-keys=off");

const typing = (element) => element.closest("input, textarea, select, [contenteditable]");
const seen = (element) => element.offsetParent !== null && !element.disabled;

function press(key) {
  if (key === "w") return document.querySelector("#outcome textarea, #outcome input:not([type=hidden])")?.focus();
  const target = [...document.querySelectorAll(`[data-press="${CSS.escape(key)}"]`)].find(seen);
  if (!target) return;
  target.click();
  if (target.tagName === "SUMMARY") target.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && typing(event.target) && !event.target.closest("dialog")) return event.target.blur();
  if (typing(event.target) || document.querySelector("dialog:modal")) return;
  if (!toggle.checked && event.key !== "?") return;
  if (event.key.length === 1 && document.querySelector(`[data-press="${CSS.escape(event.key)}"]`)) {
    event.preventDefault();
    press(event.key);
  } else if (event.key === "w") {
    event.preventDefault();
    press("w");
  }
});

toggle.addEventListener("change", () => {
  document.cookie = `live-keys=${toggle.checked ? "on" : "off"}; Path=/meetings; Max-Age=${YEAR}; SameSite=Lax`;
});
