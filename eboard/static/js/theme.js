// Light or dark: follows the system until a person chooses. The server reads the cookie, so that no page flashes.
const YEAR = 365 * 24 * 60 * 60;

function current() {
  const chosen = document.documentElement.dataset.theme;
  return chosen || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-theme-switch]")) return;
  const next = current() === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  document.cookie = `theme=${next}; Path=/; Max-Age=${YEAR}; SameSite=Lax`;
});

document.addEventListener("eboard:ready", () => {
  for (const item of document.querySelectorAll("[data-theme-switch]")) item.hidden = false;
});
