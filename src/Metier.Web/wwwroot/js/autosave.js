// Drafts: the form is posted to the address in data-autosave a moment after the last change. The answer may be JSON that
// names where the draft lives now: { "autosave": url, "action": url, "page": url }.

const delay = 1500;

const status = (form, text) => {
  const line = form.querySelector("[data-autosave-status]") ?? document.querySelector("[data-autosave-status]");
  if (line) line.textContent = text(line.dataset);
};

const now = () =>
  new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format();

const save = async (form) => {
  const body = new FormData(form);
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  status(form, (words) => words.saving);
  try {
    const answer = await fetch(form.dataset.autosave, { method: "POST", body, headers: { "X-Autosave": "1" }, keepalive: true });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    if (answer.headers.get("Content-Type")?.includes("json")) {
      const places = await answer.json();
      if (places.autosave) form.dataset.autosave = places.autosave;
      if (places.action) form.action = places.action;
      if (places.page) history.replaceState(null, "", places.page);
    }
    status(form, (words) => words.saved.replace("{time}", now()));
  } catch {
    status(form, (words) => words.failed);
  }
};

const watched = new WeakSet();

const watch = (form) => {
  if (watched.has(form)) return;
  watched.add(form);
  let timer = 0;
  let running = Promise.resolve();
  const flush = () => {
    if (!timer) return;
    clearTimeout(timer);
    timer = 0;
    // One at a time: a later draft never arrives before an earlier one.
    running = running.then(() => save(form));
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(flush, delay);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    timer = 0;
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && flush());
};

export const enhance = (root) => {
  for (const form of root.querySelectorAll("form[data-autosave]")) watch(form);
};
