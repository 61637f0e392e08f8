// <div data-follow="ID">: of its parts, those with data-for="VALUE VALUE" show while the select ID has one of these values.
// What somebody filled in stays in sight, whatever is chosen.
function show(group, value) {
  for (const part of group.querySelectorAll("[data-for]")) {
    const isFilled = "filled" in part.dataset || [...part.querySelectorAll("input, select")].some((input) => input.value);
    part.hidden = !isFilled && !part.dataset.for.split(" ").includes(value);
  }
}

document.addEventListener("change", (event) => {
  for (const group of document.querySelectorAll("[data-follow]")) {
    if (group.dataset.follow === event.target.id) show(group, event.target.value);
  }
});
