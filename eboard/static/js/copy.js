// <button type="button" data-copy="ID" data-done="Copied"> copies the value of the field ID and says so in its own words.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  await navigator.clipboard.writeText(field.value);
  button.querySelector("[aria-live]").textContent = button.dataset.done;
});
