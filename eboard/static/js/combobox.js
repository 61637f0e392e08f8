// Type-ahead after the ARIA combobox pattern. The source answers `?q=` with JSON [{"value", "label", "hint"}]: the label goes
// into the input, the value into the key field if there is one. Without a script the input is a plain text field.
const PAUSE = 180;
const LEAST = 2;

class Combobox {
  constructor(box) {
    this.box = box;
    this.input = box.querySelector("input:not([type=hidden])");
    this.list = box.querySelector("[role=listbox]");
    this.status = box.querySelector("[role=status]");
    this.key = box.dataset.key ? document.getElementById(box.dataset.key) : null;
    this.at = -1;
    this.describe();
    this.listen();
  }

  describe() {
    const said = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(said)) this.input.setAttribute(name, value);
    this.box.dataset.ready = "";
  }

  listen() {
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    this.input.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the input
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(option);
    });
  }

  typed() {
    if (this.key) this.key.value = "";
    clearTimeout(this.timer);
    if (this.input.value.trim().length < LEAST) return this.close();
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    this.waiting?.abort();
    this.waiting = new AbortController();
    const url = new URL(this.box.dataset.source, location.href);
    url.searchParams.set("q", this.input.value.trim());
    try {
      const response = await fetch(url, { signal: this.waiting.signal, headers: { Accept: "application/json" } });
      if (response.ok) this.show(await response.json());
    } catch (error) {
      if (error.name !== "AbortError") this.close();
    }
  }

  show(found) {
    this.at = -1;
    this.list.replaceChildren(...found.map((entry, index) => this.option(entry, index)));
    this.toggle(found.length > 0 && document.activeElement === this.input);
    this.status.textContent = found.length ? this.box.dataset.some.replace("#", found.length) : this.box.dataset.none;
  }

  option(entry, index) {
    const item = document.createElement("li");
    item.id = `${this.list.id}-${index}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.value = entry.value;
    item.dataset.label = entry.label;
    item.append(entry.label);
    if (entry.hint) item.append(Object.assign(document.createElement("small"), { textContent: entry.hint }));
    return item;
  }

  pressed(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (this.list.hidden) return this.ask();
      return this.mark(this.beside(step));
    }
    if (event.key === "Enter" && !this.list.hidden && this.at >= 0) {
      event.preventDefault();
      return this.choose(this.list.children[this.at]);
    }
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    }
  }

  beside(step) {
    const many = this.list.children.length;
    if (this.at < 0) return step > 0 ? 0 : many - 1;
    return (this.at + step + many) % many;
  }

  mark(index) {
    this.list.children[this.at]?.setAttribute("aria-selected", "false");
    this.at = index;
    const option = this.list.children[index];
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  choose(option) {
    this.input.value = option.dataset.label;
    if (this.key) this.key.value = option.dataset.value;
    this.close();
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
    if (this.key) this.key.dispatchEvent(new Event("input", { bubbles: true }));
  }

  close() {
    clearTimeout(this.timer);
    this.toggle(false);
    this.input.removeAttribute("aria-activedescendant");
  }

  toggle(open) {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
  }
}

document.addEventListener("eboard:ready", () => {
  for (const box of document.querySelectorAll("[data-combobox]:not([data-ready])")) new Combobox(box);
});
