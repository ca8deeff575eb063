// Skills found in the words of a post, asked of the server while one types; the answer is a fragment of the page.

const delay = 700;

const ask = async (form, signal) => {
  const body = new FormData(form);
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  try {
    const answer = await fetch(form.dataset.needs, { method: "POST", body, signal, headers: { Accept: "text/html" } });
    const place = document.querySelector("[data-needs-out]");
    if (!answer.ok || !place) return;
    const found = await answer.text();
    // The same again would only be read out again.
    if (found === place.dataset.was) return;
    place.dataset.was = found;
    place.innerHTML = found;
  } catch (error) {
    // Typed on, or offline: what was found before stays.
    if (error.name !== "AbortError") return;
  }
};

export const enhance = (root) => {
  for (const form of root.querySelectorAll("form[data-needs]")) {
    let timer = 0;
    let request = new AbortController();
    form.addEventListener("input", ({ target }) => {
      if (!target.matches("textarea, input[type=text]")) return;
      clearTimeout(timer);
      request.abort();
      request = new AbortController();
      const { signal } = request;
      timer = setTimeout(() => ask(form, signal), delay);
    });
  }
};
