// <input type="file" data-most-megabytes="N" data-too-large="SENTENCE">: says so before anything is sent.
const MEGABYTE = 1024 * 1024;

document.addEventListener("change", (event) => {
  const input = event.target.closest("input[type=file][data-most-megabytes]");
  if (!input) return;
  const isTooLarge = [...input.files].some((file) => file.size > input.dataset.mostMegabytes * MEGABYTE);
  input.setCustomValidity(isTooLarge ? input.dataset.tooLarge : "");
  input.reportValidity();
});
