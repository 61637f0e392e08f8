// <form data-here="URL" hidden>…</form>: while the page is open it says so at URL once a minute. Nothing is said any more once
// the answer is no. A page that is out of sight says so, too: its reader is in the call beside it.
const EVERY = 60000;

async function say(form) {
  const answer = await fetch(form.dataset.here, { method: "POST", body: new FormData(form), redirect: "error" }).catch(() => null);
  return !answer || answer.ok;
}

for (const form of document.querySelectorAll("form[data-here]")) {
  say(form);
  const saying = setInterval(async () => {
    if (!(await say(form))) clearInterval(saying);
  }, EVERY);
}
