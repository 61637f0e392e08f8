// In <table data-rows> (or any list with it): j and k, or the arrows, move between the rows' [data-open] links, Enter opens,
// x chooses the row. Only while the focus is inside the list, so that no letter surprises anybody elsewhere.
const STEP = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

function typing(element) {
  return element.matches("textarea, select, input:not([type=checkbox], [type=radio])") || element.isContentEditable;
}

function move(list, from, step) {
  const links = [...list.querySelectorAll("[data-open]")];
  const here = links.findIndex((link) => rowOf(link) === rowOf(from));
  const next = links[Math.min(Math.max(here + step, 0), links.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

const rowOf = (element) => element.closest("tr, li");

document.addEventListener("keydown", (event) => {
  const list = event.target.closest?.("[data-rows]");
  if (!list || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key in STEP) {
    event.preventDefault();
    move(list, event.target, STEP[event.key]);
  } else if (event.key === "x") {
    rowOf(event.target)?.querySelector("input[type=checkbox]")?.click();
  }
});
