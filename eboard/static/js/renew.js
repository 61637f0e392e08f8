// <div id="ID" data-renew="SECONDS">: after so long the page is asked for anew, and its part with this id takes the place of this
// one. This is no use of the page: it is locked in its time, and goes on renewing once it is open again.
const AGAIN = 10;

async function renew(part) {
  const answer = await fetch(location.href, { redirect: "error" }).catch(() => null);
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page && page.getElementById(part.id);
  if (!fresh) return wait(part, AGAIN);
  part.replaceWith(fresh);
  wait(fresh, Number(fresh.dataset.renew));
}

function wait(part, seconds) {
  setTimeout(() => renew(part), seconds * 1000);
}

for (const part of document.querySelectorAll("[data-renew]")) wait(part, Number(part.dataset.renew));
