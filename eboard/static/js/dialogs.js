// <button type="button" data-dialog="ID"> opens <dialog id="ID">; a press beside it or [data-dialog-close] closes it.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) open(document.getElementById(opener.dataset.dialog));
  const closer = event.target.closest("[data-dialog-close]");
  if (closer) closer.closest("dialog").close();
  if (event.target.matches?.("dialog:modal:not([closedby=none])") && outside(event)) event.target.close();
});

function open(dialog) {
  dialog.removeAttribute("open");
  dialog.showModal();
}

function outside(event) {
  const box = event.target.getBoundingClientRect();
  const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
  return !inside;
}
