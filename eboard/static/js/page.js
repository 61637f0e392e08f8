// What a page does when it opens: take the person to what needs mending, show what only a script can do. It is the last of the
// scripts and tells the others with "eboard:ready", now and whenever htmx has put in a new part.
function ready() {
  for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
  document.dispatchEvent(new CustomEvent("eboard:ready"));
}

document.addEventListener("htmx:after:swap", ready);

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// On a phone the chosen tab may lie beyond the edge.
function showTab() {
  for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
    const tabs = tab.closest(".tabs");
    if (tabs.scrollWidth > tabs.clientWidth) tab.scrollIntoView({ block: "nearest", inline: "center" });
  }
}

ready();
showTab();
document.querySelector("[data-focus]")?.focus();
