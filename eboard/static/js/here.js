// <form data-here="URL" hidden>…</form>: while the page is open it says so at URL once a minute. Nothing is said any more once
// the address is no longer this person's; a sign-in that is locked goes on. A page that is out of sight says so, too: its
// reader is in the call beside it. The form may come and go while the page is open.
const EVERY = 60000;
const OVER = [403, 404];

async function say(form) {
  const answer = await fetch(form.dataset.here, { method: "POST", body: new FormData(form), redirect: "error" }).catch(() => null);
  if (OVER.includes(answer?.status)) form.remove();
}

function sayAll() {
  for (const form of document.querySelectorAll("form[data-here]")) say(form);
}

sayAll();
setInterval(sayAll, EVERY);
