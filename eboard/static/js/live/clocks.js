// <p data-clock data-since="ms" data-minutes="N" data-words="# of N min" data-over="# min over">: runs on the server's clock, and
// says in a word, and by its tone, when the planned time is nearly or wholly used.
const room = document.querySelector("[data-live]");
const NEAR = 0.8;

const now = () => Number(room.dataset.now) + performance.now() - Number(room.dataset.nowAt);

function tick() {
  for (const clock of document.querySelectorAll("[data-clock][data-since]")) {
    const used = Math.max(0, (now() - Number(clock.dataset.since)) / 60000);
    const planned = Number(clock.dataset.minutes);
    const state = used > planned ? "over" : used >= planned * NEAR ? "near" : "on";
    const whole = Math.floor(used);
    const words = [clock.dataset.words.replace("#", whole)];
    if (state === "over") words.push(clock.dataset.over.replace("#", Math.max(1, Math.floor(used - planned))));
    if (state === "near") words.push(clock.dataset.last);
    const text = words.join(" · ");
    if (clock.textContent !== text) clock.textContent = text;
    clock.dataset.state = state;
  }
}

document.addEventListener("live:shown", tick);
setInterval(tick, 1000);
tick();
