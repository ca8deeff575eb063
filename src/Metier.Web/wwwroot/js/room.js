// A conversation: new messages appear, one's own go out without a reload, what was before the reader's eyes counts as read,
// and the list beside it stays current. Without script the page does the same by forms and links.

const room = document.querySelector("[data-room]");
const list = document.querySelector("[data-rooms]");

// --- the list of conversations is rendered anew by the server
let refreshing = 0;
const refresh = () => {
  if (!list) return;
  clearTimeout(refreshing);
  refreshing = setTimeout(async () => {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-rooms]");
    if (!fresh) return;
    const focused = list.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    list.replaceChildren(...fresh.childNodes);
    if (focused) list.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
  }, 400);
};

document.addEventListener("metier:live", ({ detail }) => !["state", "diary"].includes(detail.kind) && refresh());

const enter = () => {
  const log = room.querySelector("[data-log]");
  const scroll = room.querySelector("[data-scroll]");
  const form = room.querySelector("[data-composer]");
  const jump = room.querySelector("[data-jump]");
  const line = room.querySelector("[data-line]");
  const live = room.dataset.last !== undefined;
  let last = Number(room.dataset.last ?? 0);
  let missed = 0;

  const atEnd = () => Math.abs(scroll.scrollTop) < 80;
  const toEnd = () => scroll.scrollTo({ top: 0 });
  const isFrom = (id) => id === room.dataset.room;

  // --- new messages, rendered by the server, go before those that are still on their way
  const put = (html) => {
    const answer = new DOMParser().parseFromString(html, "text/html");
    const news = answer.querySelector("[data-news]");
    const seen = log.querySelector("[data-seen]");
    const before = log.querySelector(".msg.pending") ?? seen;
    let added = 0;
    for (const node of [...news.children]) {
      const seq = Number(node.id.slice(1) || node.dataset.seq || 0);
      if (seq <= last) continue;
      before.before(node);
      if (!node.id) continue;
      added++;
      last = seq;
      node.dispatchEvent(new CustomEvent("metier:inserted", { bubbles: true }));
    }
    seen.replaceChildren(...answer.querySelector("[data-seen]").childNodes);
    if (added > 0) log.querySelector(".empty")?.remove();
    return { added, more: "more" in news.dataset };
  };

  let fetching = Promise.resolve();
  const look = () => {
    fetching = fetching.then(async () => {
      for (let more = true; more; ) {
        const answer = await fetch(`${room.dataset.at}/since/${last}`).catch(() => null);
        if (answer?.status === 404) location.reload();
        if (!answer?.ok) return;
        const stay = atEnd();
        const before = last;
        const put_ = put(await answer.text());
        more = put_.more && last > before;
        if (stay) toEnd();
        else missed += put_.added;
      }
      show();
      read();
    });
    return fetching;
  };

  const show = () => {
    if (atEnd()) missed = 0;
    jump.hidden = atEnd();
    jump.textContent = missed > 0 ? `${jump.dataset.text} (${missed})` : jump.dataset.text;
  };
  jump.dataset.text = jump.textContent;
  jump.addEventListener("click", () => {
    toEnd();
    show();
  });
  scroll.addEventListener("scroll", () => {
    show();
    read();
  });

  // --- read: the newest message was in view for a second, in a window that had the focus
  let reading = 0;
  let told = 0;
  const isBefore = () => live && document.visibilityState === "visible" && document.hasFocus() && atEnd();
  const read = () => {
    clearTimeout(reading);
    if (!isBefore() || last <= told || !token()) return;
    const upTo = last;
    reading = setTimeout(async () => {
      if (!isBefore()) return;
      const body = new URLSearchParams({ seq: upTo, __RequestVerificationToken: token() });
      const answer = await fetch(`/rooms/${room.dataset.room}/read`, { method: "POST", body }).catch(() => null);
      if (answer?.ok) told = Math.max(told, upTo);
    }, 1000);
  };
  const token = () => document.querySelector("input[name=__RequestVerificationToken]")?.value;
  addEventListener("focus", read);
  document.addEventListener("visibilitychange", read);

  // --- the line to the server
  let down = 0;
  document.addEventListener("metier:live", ({ detail }) => {
    if (detail.kind === "state") {
      clearTimeout(down);
      if (detail.up) {
        if (line) line.textContent = "";
        look();
      } else if (line) down = setTimeout(() => (line.textContent = line.dataset.reconnecting), 10_000);
    } else if (live && (detail.kind === "reset" || isFrom(detail.subject))) look();
  });

  if (form && live) compose({ form, log, toEnd, put, look, read, last: () => last });
  read();
  show();
};

// --- sending
const newId = () => {
  // UUID version 7: the time first, so that ids made one after the other also sort that way.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const now = BigInt(Date.now());
  for (let i = 0; i < 6; i++) bytes[i] = Number((now >> BigInt(8 * (5 - i))) & 0xffn);
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
};

const compose = ({ form, log, toEnd, put, look, read, last }) => {
  const text = form.querySelector("textarea");
  const files = form.querySelector("input[type=file]");
  const errors = form.querySelector("[data-errors]");
  const pending = form.querySelector("template[data-pending]");
  const draft = `metier-draft-${room.dataset.room}`;

  text.value ||= sessionStorage.getItem(draft) ?? "";
  text.addEventListener("input", () => sessionStorage.setItem(draft, text.value));
  form.querySelector("[data-attach]").addEventListener("click", () => files.click());

  // Enter sends where there is a keyboard; on a touch screen it is a new line.
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !matchMedia("(pointer: fine)").matches) return;
    event.preventDefault();
    form.requestSubmit();
  });

  const complain = (messages) => {
    errors.replaceChildren(
      ...messages.map((message) => {
        const p = document.createElement("p");
        p.className = "err";
        p.textContent = message;
        return p;
      }),
    );
  };

  const post = async (body, item) => {
    item.querySelector("[data-failed]").hidden = true;
    body.set("After", last());
    body.set("Form.Seen", last());
    const answer = await fetch(form.dataset.composer, { method: "POST", body }).catch(() => null);
    if (answer?.ok) {
      const html = await answer.text();
      item.remove();
      if (put(html).more) await look();
      toEnd();
      read();
      return;
    }
    if (answer?.status === 422) {
      // It cannot go out as it is: back into the field, with the reason beside it.
      item.remove();
      complain((await answer.json()).errors);
      text.value ||= body.get("Form.Text");
      text.focus();
      return;
    }
    if (answer?.status === 404) location.reload();
    item.querySelector("[data-failed]").hidden = false;
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    const body = new FormData(form);
    const chosen = [...files.files];
    if (!body.get("Form.Text").trim() && chosen.length === 0) {
      text.focus();
      return;
    }
    complain([]);
    body.set("Form.Id", newId());
    const item = pending.content.firstElementChild.cloneNode(true);
    item.querySelector("[data-text]").textContent = [body.get("Form.Text"), ...chosen.map((f) => f.name)]
      .filter(Boolean)
      .join("\n");
    item.querySelector("[data-retry]").addEventListener("click", () => post(body, item));
    item.querySelector("[data-discard]").addEventListener("click", () => item.remove());
    log.querySelector("[data-seen]").before(item);
    text.value = "";
    files.value = "";
    files.dispatchEvent(new Event("change", { bubbles: true }));
    sessionStorage.removeItem(draft);
    toEnd();
    text.focus();
    post(body, item);
  });
};

if (room) enter();
