// <form data-guard>: leaving with something typed and not sent asks once, in the browser's own words.
const changed = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-guard], [data-autosave]")) changed.add(form);
});

for (const done of ["submit", "eboard:saved"]) {
  document.addEventListener(done, (event) => changed.delete(event.target));
}

window.addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected)) event.preventDefault();
});
