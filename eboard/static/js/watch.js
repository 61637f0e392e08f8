// <div data-watch="URL" data-state="…" role="status"><template>…</template></div>: says what its template holds once something
// else is found at URL, because somebody changed what the page shows. Nothing is asked while the page is out of sight, nor any
// more once the answer is no.
const EVERY = 5000;

async function look(box) {
  if (document.hidden) return true;
  const answer = await fetch(box.dataset.watch, { redirect: "error" }).catch(() => null);
  if (!answer) return true;
  const said = box.querySelector("[data-said]");
  if (answer.ok && (await answer.text()) !== box.dataset.state) {
    if (!said) box.append(box.querySelector("template").content.cloneNode(true));
  } else said?.remove();
  return answer.ok;
}

for (const box of document.querySelectorAll("[data-watch]")) {
  const asking = setInterval(async () => {
    if (!(await look(box))) clearInterval(asking);
  }, EVERY);
}
