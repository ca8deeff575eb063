// The work diary: choosing segments by click and by keys, what is chosen in minutes and money, confirmation in a dialog, a
// way back that counts down, and new minutes as they arrive. Without script the same page works by boxes and buttons.

const french = document.documentElement.lang.startsWith("fr");
const page = document.querySelector("[data-diary]");

// --- minutes and money as the server writes them
const hours = (minutes) => {
  const rest = minutes % 60;
  if (minutes < 60) return `${minutes}\u00A0min`;
  return `${Math.floor(minutes / 60)}\u00A0h${rest === 0 ? "" : `\u00A0${String(rest).padStart(2, "0")}`}`;
};

const money = (minor, form) => {
  const digits = Number(form.dataset.digits);
  const number = new Intl.NumberFormat(french ? "fr-FR" : "en-GB", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(minor / 10 ** digits);
  return form.dataset.money.replace("#", number);
};

// --- the grid
const enhanceGrid = () => {
  const grid = page.querySelector("[data-grid]");
  if (!grid || grid.dataset.ready) return;
  grid.dataset.ready = "1";
  const form = grid.closest("form[data-pick]");
  const slots = [...grid.querySelectorAll(".slot[data-slot]")];
  const rows = [...grid.querySelectorAll(".six")].map((row) => [...row.children].map((cell) => ("slot" in cell.dataset ? cell : null)));
  let anchor = null;

  grid.setAttribute("role", "grid");
  if (form) grid.setAttribute("aria-multiselectable", "true");
  for (const row of grid.querySelectorAll("[data-row]")) row.setAttribute("role", "row");
  for (const memo of grid.querySelectorAll("[data-memo]")) memo.setAttribute("role", "gridcell");
  for (const empty of grid.querySelectorAll(".slot.none")) {
    empty.removeAttribute("aria-hidden");
    empty.setAttribute("role", "gridcell");
  }
  for (const slot of slots) {
    slot.setAttribute("role", "gridcell");
    slot.tabIndex = -1;
    const link = slot.querySelector("a");
    const box = slot.querySelector("input");
    if (link) {
      // The cell is named by its link, which says the time too.
      link.tabIndex = -1;
      slot.querySelector(".meta .num").setAttribute("aria-hidden", "true");
    }
    if (box) {
      box.tabIndex = -1;
      box.closest("label").replaceWith(box, box.nextElementSibling);
      box.hidden = true;
      slot.setAttribute("aria-selected", String(box.checked));
    }
  }
  if (slots[0]) slots[0].tabIndex = 0;

  const boxOf = (slot) => slot?.querySelector("input[name=s]");
  const chosen = () => slots.filter((slot) => boxOf(slot)?.checked);
  const choose = (slot, on) => {
    const box = boxOf(slot);
    if (!box) return;
    box.checked = on;
    slot.setAttribute("aria-selected", String(on));
  };
  const focus = (slot) => {
    for (const other of slots) other.tabIndex = other === slot ? 0 : -1;
    slot.focus();
  };
  const range = (from, to) => {
    const [a, b] = [slots.indexOf(from), slots.indexOf(to)].sort((x, y) => x - y);
    for (const slot of slots) choose(slot, false);
    for (const slot of slots.slice(a, b + 1)) choose(slot, true);
  };
  const open = (slot) => {
    const href = slot?.querySelector("a")?.href;
    if (href) location.assign(href);
  };

  const tell = () => {
    if (!form) return;
    const picked = chosen();
    const line = form.querySelector("[data-picked]");
    const sum = (name) => picked.reduce((all, slot) => all + Number(slot.dataset[name]), 0);
    line.closest(".picked").classList.toggle("has", picked.length > 0);
    line.replaceChildren();
    if (picked.length === 0) line.textContent = line.dataset.none;
    else {
      const count = document.createElement("strong");
      count.textContent = picked.length === 1 ? line.dataset.one : line.dataset.many.replace("#", picked.length);
      const spans = picked.map((slot) => slot.dataset.span.split("–"));
      line.append(count, ` ${spans[0][0]}–${spans.at(-1)[1]} · ${money(Math.floor((sum("weight") + 30) / 60), form)}`);
    }
    const link = form.querySelector("[data-open]");
    link.hidden = picked.length !== 1;
    if (picked.length === 1) link.href = picked[0].querySelector("a").href;
    for (const button of form.querySelectorAll("[data-do]"))
      button.disabled = picked.length === 0 || (button.dataset.do === "blur" && !picked.some((slot) => slot.dataset.shot));
    const remove = form.querySelector("[data-do=delete]");
    remove.querySelector("span").textContent =
      picked.length === 0 ? remove.dataset.plain : remove.dataset.text.replace("#", hours(sum("minutes")));
  };

  grid.addEventListener("click", (event) => {
    const slot = event.target.closest(".slot[data-slot]");
    if (!slot || !form || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (event.shiftKey && anchor) range(anchor, slot);
    else {
      choose(slot, !boxOf(slot)?.checked);
      anchor = slot;
    }
    focus(slot);
    tell();
  });
  grid.addEventListener("dblclick", (event) => form && open(event.target.closest(".slot[data-slot]")));

  // Up and down go to the slot nearest in the next row that has one.
  const vertical = (slot, step) => {
    const at = rows.findIndex((row) => row.includes(slot));
    const column = rows[at].indexOf(slot);
    for (let r = at + step; r >= 0 && r < rows.length; r += step) {
      const near = rows[r]
        .map((cell, index) => ({ cell, far: Math.abs(index - column) }))
        .filter(({ cell }) => cell)
        .sort((x, y) => x.far - y.far)[0];
      if (near) return near.cell;
    }
    return null;
  };
  const moves = {
    ArrowRight: (slot) => slots[slots.indexOf(slot) + 1],
    ArrowLeft: (slot) => slots[slots.indexOf(slot) - 1],
    ArrowDown: (slot) => vertical(slot, 1),
    ArrowUp: (slot) => vertical(slot, -1),
    Home: () => slots[0],
    End: () => slots.at(-1),
  };

  grid.addEventListener("keydown", (event) => {
    const slot = event.target.closest(".slot[data-slot]");
    if (!slot || event.ctrlKey || event.metaKey || event.altKey) return;
    const move = moves[event.key];
    const ask = { Delete: "delete", m: "memo", M: "memo" }[event.key];
    if (move) {
      const next = move(slot);
      event.preventDefault();
      if (!next) return;
      if (event.shiftKey && form) {
        anchor ??= slot;
        range(anchor, next);
      } else anchor = null;
      focus(next);
    } else if (event.key === " " && form) {
      event.preventDefault();
      choose(slot, !boxOf(slot)?.checked);
      anchor = slot;
    } else if (event.key === "Enter") {
      event.preventDefault();
      open(slot);
    } else if (ask && form) {
      event.preventDefault();
      if (chosen().length === 0) choose(slot, true);
      tell();
      form.requestSubmit(form.querySelector(`[data-do=${ask}]`));
    }
    tell();
  });

  form?.addEventListener("submit", (event) => {
    if (!event.submitter?.dataset.do || chosen().length === 0) return;
    event.preventDefault();
    confirm(form, event.submitter, grid);
  });
  tell();
};

// --- what is asked before it is done comes from the server, in the words of the page without script
const confirm = async (form, button, grid) => {
  const url = new URL(form.action);
  url.hash = "";
  for (const [name, value] of new FormData(form, button)) url.searchParams.append(name, value);
  const answer = await fetch(url, { headers: { Accept: "text/html" } }).catch(() => null);
  const fresh = answer?.ok
    ? new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-confirm]")
    : null;
  if (!fresh) {
    location.assign(url);
    return;
  }
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", "confirm-title");
  dialog.append(...fresh.childNodes);
  dialog.addEventListener("close", () => {
    dialog.remove();
    (grid.querySelector(".slot[tabindex='0']") ?? button).focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector("input:not([type=hidden])")?.select();
  dialog.dispatchEvent(new CustomEvent("metier:inserted", { bubbles: true }));
};

// --- the way back, for as long as it lasts
const countDown = () => {
  for (const note of page.querySelectorAll("[data-undo]")) {
    if (note.dataset.ends) continue;
    note.dataset.ends = String(performance.now() + Number(note.dataset.undo) * 1000);
    const tick = () => {
      const left = Math.ceil((Number(note.dataset.ends) - performance.now()) / 1000);
      if (!note.isConnected) return;
      if (left <= 0) {
        note.remove();
        return;
      }
      note.querySelector("[data-left-seconds]").textContent = `${left}\u00A0s`;
      setTimeout(tick, 250);
    };
    tick();
  }
};

// --- new minutes appear where nobody is choosing or reading an answer
let looking = 0;
const look = () => {
  clearTimeout(looking);
  looking = setTimeout(async () => {
    if (document.querySelector("dialog[open]") || page.querySelector("[aria-selected=true], [data-confirm], [data-undo]")) return;
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer?.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-diary]");
    if (!fresh || page.querySelector("[aria-selected=true]")) return;
    const at = document.activeElement?.closest("[data-slot]")?.dataset.slot;
    page.replaceChildren(...fresh.childNodes);
    page.dispatchEvent(new CustomEvent("metier:inserted", { bubbles: true }));
    enhanceGrid();
    countDown();
    const again = at && page.querySelector(`[data-slot="${CSS.escape(at)}"]`);
    if (again) {
      for (const slot of page.querySelectorAll(".slot[tabindex='0']")) slot.tabIndex = -1;
      again.tabIndex = 0;
      again.focus();
    }
  }, 500);
};

if (page) {
  enhanceGrid();
  countDown();
  document.addEventListener("metier:live", ({ detail }) => {
    if (detail.kind === "reset" || (detail.kind === "diary" && detail.subject === page.dataset.contract)) look();
  });
  document.getElementById("confirm")?.focus();
}

// --- an opened segment: the arrows go to its neighbours, where they move nothing else
if (document.querySelector("[data-segment]"))
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select, dialog, [role=region]") || event.altKey || event.ctrlKey || event.metaKey) return;
    const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    const link = rel && document.querySelector(`[data-segment] a[rel=${rel}]`);
    if (link) location.assign(link.href);
  });
