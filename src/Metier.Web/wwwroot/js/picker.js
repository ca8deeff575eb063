// A list of words (skills, languages) on top of a text field with commas: type, choose, remove, put in order. The field
// underneath keeps the value and is what the form posts.

const icon = (name) => {
  const sprite = document.querySelector("svg.ico use")?.getAttribute("href").replace(/#.*/, "") ?? "/icons.svg";
  return `<svg class="ico s" aria-hidden="true"><use href="${sprite}#${name}"></use></svg>`;
};

class Picker {
  #field;
  #words;
  #options = [];
  #active = -1;
  #request;

  constructor(field) {
    this.#field = field;
    this.#words = field.value.split(",").map((word) => word.trim()).filter(Boolean);
    this.#build();
    this.#draw();
  }

  #build() {
    const field = this.#field;
    const id = field.id;
    this.box = document.createElement("div");
    this.box.className = "picker in";
    this.tags = document.createElement("span");
    this.tags.className = "row gap-tags";
    this.input = Object.assign(document.createElement("input"), { id, autocomplete: "off", disabled: field.disabled });
    this.input.setAttribute("role", "combobox");
    this.input.setAttribute("aria-autocomplete", "list");
    this.input.setAttribute("aria-expanded", "false");
    this.input.setAttribute("aria-controls", `${id}-options`);
    for (const name of ["aria-describedby", "aria-invalid", "aria-required"])
      if (field.hasAttribute(name)) this.input.setAttribute(name, field.getAttribute(name));
    this.list = Object.assign(document.createElement("ul"), { id: `${id}-options`, className: "listbox", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", field.labels?.[0]?.textContent ?? "");
    this.said = document.createElement("p");
    this.said.className = "hint";
    this.said.setAttribute("role", "status");
    field.removeAttribute("id");
    field.type = "hidden";
    field.after(this.box, this.said);
    this.box.append(this.tags, this.input, this.list);
    this.input.addEventListener("input", () => this.#search());
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.#close(), 150));
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.#choose(this.#options[[...this.list.children].indexOf(option)]);
    });
    this.tags.addEventListener("click", (event) => this.#tagClick(event));
    this.box.addEventListener("click", (event) => event.target === this.box && this.input.focus());
  }

  get #max() {
    return Number(this.#field.dataset.max);
  }

  #say(template, name = "") {
    this.said.textContent = template.replace("{name}", name);
  }

  #draw() {
    this.tags.replaceChildren(
      ...this.#words.map((word, index) => {
        const tag = document.createElement("span");
        tag.className = "tag";
        tag.append(word);
        if (index > 0) tag.append(this.#button("up", "back", word, index));
        tag.append(this.#button("remove", "x", word, index));
        return tag;
      }),
    );
    this.input.hidden = this.#words.length >= this.#max;
    this.#field.value = this.#words.join(", ");
  }

  #button(act, picture, word, index) {
    const button = Object.assign(document.createElement("button"), { type: "button", innerHTML: icon(picture) });
    button.dataset.act = act;
    button.dataset.index = index;
    button.setAttribute("aria-label", this.#field.dataset[act].replace("{name}", word));
    button.title = button.getAttribute("aria-label");
    return button;
  }

  #changed() {
    this.#draw();
    this.#field.dispatchEvent(new Event("input", { bubbles: true }));
    this.#field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #add(word) {
    const name = word.trim();
    this.input.value = "";
    this.#close();
    if (!name || this.#words.some((w) => w.toLowerCase() === name.toLowerCase())) return;
    this.#words.push(name);
    this.#changed();
    if (this.#words.length >= this.#max) this.#say(this.#field.dataset.full);
    else this.#say(this.#field.dataset.added, name);
  }

  // A suggestion, or what was typed, to be added as a new skill: the name goes along in a field of its own.
  #choose(option) {
    if (option.create) {
      const sent = Object.assign(document.createElement("input"), { type: "hidden", name: this.#field.dataset.new, value: option.name });
      sent.dataset.newSkill = option.name;
      this.box.append(sent);
    }
    this.#add(option.name);
  }

  #tagClick(event) {
    const button = event.target.closest("button");
    if (!button) return;
    const index = Number(button.dataset.index);
    const [word] = this.#words.splice(index, 1);
    if (button.dataset.act === "remove") this.#forget(word);
    if (button.dataset.act === "up") this.#words.splice(index - 1, 0, word);
    else this.#say(this.#field.dataset.removed, word);
    this.#changed();
    const again = button.dataset.act === "up" && this.tags.children[index - 1]?.querySelector("[data-act=up]");
    (again || this.input).focus();
  }

  #forget(word) {
    for (const sent of this.box.querySelectorAll("[data-new-skill]")) if (sent.value === word) sent.remove();
  }

  async #search() {
    this.#request?.abort();
    const request = new AbortController();
    this.#request = request;
    const text = this.input.value.trim();
    if (text.endsWith(",")) return this.#add(text.slice(0, -1));
    if (!text) return this.#close();
    await new Promise((done) => setTimeout(done, 150));
    if (request.signal.aborted) return;
    const url = new URL(this.#field.dataset.picker, location.href);
    url.searchParams.set("q", text);
    try {
      const answer = await fetch(url, { signal: request.signal, headers: { Accept: "application/json" } });
      if (answer.ok) this.#show(await answer.json(), text);
    } catch {
      // Typed on, or offline: what was typed can still be added where free words are taken.
    }
  }

  #show(found, typed) {
    const fold = (word) => word.toLowerCase();
    const taken = new Set(this.#words.map(fold));
    const known = found.map((item) => (item.name ? item : { name: item }));
    this.#options = known.filter(({ name }) => !taken.has(fold(name))).slice(0, 12);
    const isKnown = known.some(({ name, alias }) => fold(name) === fold(typed) || (alias && fold(alias) === fold(typed)));
    if (this.#field.dataset.create && typed.length > 1 && !isKnown && !taken.has(fold(typed))) this.#options.push({ name: typed, create: true });
    this.#active = this.#options.length > 0 ? 0 : -1;
    this.list.replaceChildren(
      ...this.#options.map(({ name, alias, create }, index) => {
        const option = Object.assign(document.createElement("li"), { id: `${this.list.id}-${index}` });
        option.textContent = create ? this.#field.dataset.create.replace("{name}", name) : name;
        if (alias) option.append(" ", Object.assign(document.createElement("span"), { className: "xs muted", textContent: alias }));
        option.setAttribute("role", "option");
        return option;
      }),
    );
    this.list.hidden = this.#options.length === 0;
    this.said.textContent = this.#options.some((option) => !option.create) ? "" : this.#field.dataset.none;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.#mark();
  }

  #mark() {
    [...this.list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === this.#active)));
    const active = this.list.children[this.#active];
    if (active) {
      this.input.setAttribute("aria-activedescendant", active.id);
      active.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  #close() {
    this.list.hidden = true;
    this.#options = [];
    this.#active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  #key(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (this.#options.length === 0) return;
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.#active = (this.#active + step + this.#options.length) % this.#options.length;
      this.#mark();
    } else if (event.key === "Enter" && this.input.value.trim()) {
      event.preventDefault();
      if (this.#active >= 0) this.#choose(this.#options[this.#active]);
      else if ("free" in this.#field.dataset) this.#add(this.input.value);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.#close();
    } else if (event.key === "Backspace" && !this.input.value && this.#words.length > 0) {
      const word = this.#words.pop();
      this.#forget(word);
      this.#say(this.#field.dataset.removed, word);
      this.#changed();
    }
  }

  // Lets other modules add suggestions by a click.
  add(word) {
    this.#add(word);
  }
}

// A button with data-pick="name" data-pick-for="field id" adds a suggestion.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-pick]");
  const picker = button && pickers.get(button.dataset.pickFor);
  if (!picker) return;
  picker.add(button.dataset.pick);
  button.remove();
});

const pickers = new Map();

export const enhance = (root) => {
  for (const field of root.querySelectorAll("input[data-picker]:not([type=hidden])")) {
    const { id } = field;
    pickers.set(id, new Picker(field));
  }
};
