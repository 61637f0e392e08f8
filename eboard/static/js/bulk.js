// Inside .bulk-scope: one box chooses all rows, the bar says how many are chosen, Shift chooses a stretch.
let last = null;

const boxes = (scope) => [...scope.querySelectorAll("tbody input[type=checkbox][form]")];

function refresh(scope) {
  const all = boxes(scope);
  const chosen = all.filter((box) => box.checked).length;
  const head = scope.querySelector("[data-check-all]");
  if (head) {
    head.checked = chosen > 0 && chosen === all.length;
    head.indeterminate = chosen > 0 && chosen < all.length;
  }
  const count = scope.querySelector("[data-bulk-count]");
  if (count) count.textContent = count.dataset.text.replace("#", chosen);
}

function stretch(all, from, to) {
  const [start, end] = [all.indexOf(from), all.indexOf(to)].sort((a, b) => a - b);
  if (start < 0) return;
  for (const box of all.slice(start, end + 1)) box.checked = to.checked;
}

document.addEventListener("click", (event) => {
  const scope = event.target.closest?.(".bulk-scope");
  if (!scope || event.target.type !== "checkbox") return;
  if (event.target.matches("[data-check-all]")) {
    for (const box of boxes(scope)) box.checked = event.target.checked;
  } else {
    if (event.shiftKey && last) stretch(boxes(scope), last, event.target);
    last = event.target;
  }
  refresh(scope);
});

document.addEventListener("eboard:ready", () => {
  for (const head of document.querySelectorAll("[data-check-all]")) head.hidden = false;
  for (const scope of document.querySelectorAll(".bulk-scope")) refresh(scope);
});
