// <ol data-wishes="URL" data-meeting="ID">: a case dragged by its [data-handle] is wished where it is dropped: first in the meeting
// or right after the case above. Rows with data-fixed stay in their list. The keyboard's way is the menu of each case.
function wish(row) {
  const list = row.closest("[data-wishes]");
  let above = row.previousElementSibling;
  while (above && !above.dataset.id) above = above.previousElementSibling;
  const sent = above ? { kind: "after", after: above.dataset.id } : { kind: "first", meeting: list.dataset.meeting };
  const form = Object.assign(document.createElement("form"), { method: "post", action: list.dataset.wishes, hidden: true });
  const token = document.querySelector("input[name=csrf_token]");
  for (const [name, value] of Object.entries({ ...sent, case: row.dataset.id, csrf_token: token.value })) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  form.submit();
}

async function attach(lists) {
  await import("../vendor/sortable-1.15.7.min.js");
  for (const list of lists) {
    window.Sortable.create(list, {
      handle: "[data-handle]",
      draggable: "[data-id]",
      group: {
        name: "wishes",
        pull: (to, from, row) => to === from || !("fixed" in row.dataset),
        put: list.dataset.wishes !== "",
      },
      sort: list.dataset.wishes !== "",
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
      onEnd: ({ item, from, to, oldIndex, newIndex }) => {
        if (from !== to || oldIndex !== newIndex) wish(item);
      },
    });
  }
}

const lists = document.querySelectorAll("[data-wishes]");
if (lists.length) attach(lists);
