// Forms: one submit counts once, counters, amounts, prices in parts, filters that apply themselves, chosen files.

const french = document.documentElement.lang.startsWith("fr");

// --- a second submit is ignored, and the button shows that it works
const isPost = (form) => form.getAttribute("method")?.toLowerCase() === "post";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !isPost(form) || "again" in form.dataset) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-disabled", "true");
  event.submitter?.classList.add("busy");
});

// Back from the next page: the form can be sent again.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll(".busy")) {
      button.classList.remove("busy");
      button.removeAttribute("aria-disabled");
    }
  }
});

// --- counters appear at 80 % of the limit
const count = (field) => {
  const line = document.getElementById(`${field.id}-count`);
  if (!line) return;
  const max = Number(field.dataset.counter);
  const now = field.value.length;
  line.hidden = now < max * 0.8;
  line.classList.toggle("over", now > max);
  line.textContent =
    now > max
      ? line.dataset.over.replace("{over}", now - max)
      : line.dataset.text.replace("{now}", now).replace("{max}", max);
};

// --- amounts take the form of the language when the field is left; what can be read in two ways stays as typed
const amount = (field) => {
  const typed = field.value.replace(/[\s\u00A0\u202F]/g, "");
  const digits = Number(field.dataset.money);
  if (!/^\d{1,12}([.,]\d{1,2})?$/.test(typed) || (typed.match(/[.,](\d+)/)?.[1].length ?? 0) > digits) return;
  field.value = new Intl.NumberFormat(french ? "fr-FR" : "en-GB", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(Number(typed.replace(",", ".")));
};

// --- the price in parts, asked of the server while an amount is typed
const pending = new WeakMap();

const quote = async (field) => {
  pending.get(field)?.abort();
  const request = new AbortController();
  pending.set(field, request);
  await new Promise((done) => setTimeout(done, 250));
  if (request.signal.aborted) return;
  const url = new URL(field.dataset.quote, location.href);
  url.searchParams.set("amount", field.value);
  try {
    const answer = await fetch(url, { signal: request.signal, headers: { Accept: "text/html" } });
    const place = document.querySelector(`[data-quote-for="${CSS.escape(field.id)}"]`);
    if (!answer.ok || !place) return;
    place.innerHTML = await answer.text();
    place.dispatchEvent(new CustomEvent("metier:inserted", { bubbles: true }));
  } catch (error) {
    if (error.name !== "AbortError") return;
  }
};

document.addEventListener("input", ({ target }) => {
  if (target.dataset?.counter) count(target);
  if (target.dataset?.quote) quote(target);
});

document.addEventListener("change", ({ target }) => {
  if (target.dataset?.money) amount(target);
  if (target.matches?.("[data-files]")) files(target);
  // Inside an open sheet one chooses several things and then shows the results; words are sent by Enter.
  const form = target.type === "search" || target.closest("[popover]:popover-open") ? null : target.form;
  if (form && "autosubmit" in form.dataset && form.reportValidity()) form.requestSubmit();
});

// A search's address carries only what is set.
document.addEventListener("formdata", ({ target, formData }) => {
  if (isPost(target)) return;
  for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
});

// --- the files that were chosen, with their sizes
const size = (bytes) =>
  new Intl.NumberFormat(french ? "fr-FR" : "en-GB", {
    style: "unit",
    unit: bytes < 1e6 ? "kilobyte" : "megabyte",
    maximumFractionDigits: bytes < 1e6 ? 0 : 1,
  }).format(bytes / (bytes < 1e6 ? 1e3 : 1e6));

const files = (input) => {
  const list = input.closest(".field")?.querySelector("[data-file-list]");
  if (!list) return;
  const max = Number(input.dataset.maxBytes ?? 0);
  list.replaceChildren(
    ...[...input.files].map((file) => {
      const row = document.createElement("li");
      const big = max > 0 && file.size > max;
      row.className = big ? "err" : "hint";
      row.textContent = big ? input.dataset.tooBig.replace("{name}", file.name) : `${file.name} · ${size(file.size)}`;
      return row;
    }),
  );
  list.hidden = input.files.length === 0;
};

// A new account starts in the zone of the browser.
for (const field of document.querySelectorAll("input[data-time-zone]"))
  field.value ||= Intl.DateTimeFormat().resolvedOptions().timeZone;

for (const field of document.querySelectorAll("[data-counter]")) count(field);
document.getElementById("error-summary")?.focus();
