// <ol data-sortable="URL">: rows drag by [data-handle]; the new order posts as `order` (each row's data-id) with the page's
// CSRF token, and the page loads again. The keyboard's way is move_buttons.
async function send(list) {
  const body = new FormData();
  for (const row of list.querySelectorAll(":scope > [data-id]")) body.append("order", row.dataset.id);
  for (const name of ["csrf_token", "version"]) {
    const hidden = list.querySelector(`input[name=${name}]`) ?? document.querySelector(`input[name=${name}]`);
    if (hidden) body.append(name, hidden.value);
  }
  list.setAttribute("aria-busy", "true");
  await fetch(list.dataset.sortable, { method: "POST", body });
  location.reload();
}

async function attach(list) {
  list.dataset.ready = "";
  await import("../vendor/sortable-1.15.7.min.js");
  window.Sortable.create(list, {
    handle: "[data-handle]",
    draggable: "[data-id]",
    animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
    onUpdate: () => send(list),
  });
}

document.addEventListener("eboard:ready", () => {
  for (const list of document.querySelectorAll("[data-sortable]:not([data-ready])")) attach(list);
});
