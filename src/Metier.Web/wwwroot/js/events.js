// What the member is told live. One connection for the whole browser: the tab that holds the lock listens and passes
// everything on; when it is closed, another takes over from the last number it heard.
// A page listens with document.addEventListener("metier:live", ({ detail }) => …): detail.kind is "message", "read", "diary"
// (of the contract detail.subject), "reset" (too much was missed: look again) or "state" (detail.up says whether the line is there).

const start = Number(document.body.dataset.seq ?? Number.NaN);
const silence = 45_000;
const channel = new BroadcastChannel("metier-events");
let seen = start;
let leading = false;
let up = true;

const tell = (detail) => document.dispatchEvent(new CustomEvent("metier:live", { detail }));

const take = (detail) => {
  if (detail.kind === "state") {
    if (detail.up !== up) tell(detail);
    up = detail.up;
    return;
  }
  if (detail.kind !== "reset" && detail.seq <= seen) return;
  seen = detail.kind === "reset" ? detail.seq : Math.max(seen, detail.seq);
  tell(detail);
};

const pass = (detail) => {
  channel.postMessage(detail);
  take(detail);
};

channel.onmessage = ({ data }) => {
  if (data.kind !== "where") take(data);
  // A page that has just been opened asks how far the others are; what it missed meanwhile it looks up itself.
  else if (leading && data.seq < seen) channel.postMessage({ kind: "reset", seq: seen });
};

const listen = () =>
  new Promise((done) => {
    let heard = Date.now();
    const source = new EventSource(`/events?after=${seen}`);
    const end = (wait) => {
      clearInterval(watch);
      source.close();
      done(wait);
    };
    const alive = () => {
      heard = Date.now();
    };
    const watch = setInterval(() => Date.now() - heard > silence && end(null), 5_000);
    const data = (event) => JSON.parse(event.data);
    source.addEventListener("hello", () => {
      alive();
      tries = 0;
      pass({ kind: "state", up: true });
    });
    source.addEventListener("beat", alive);
    source.addEventListener("bye", (event) => end(data(event).wait));
    source.addEventListener("reset", (event) => {
      alive();
      pass({ kind: "reset", seq: Number(event.lastEventId) });
    });
    for (const kind of ["message", "read", "diary"])
      source.addEventListener(kind, (event) => {
        alive();
        const { e, v } = data(event);
        pass({ kind, seq: Number(event.lastEventId), subject: e, version: v });
      });
    source.onerror = () => end(null);
  });

// Longer and longer between tries, and never everybody at once; at once when the line or the reader comes back.
let tries = 0;
const pause = (wait) =>
  new Promise((done) => {
    const long = wait ?? Math.min(30, 2 ** tries++) * 1000 * (0.5 + Math.random());
    const go = () => {
      clearTimeout(timer);
      removeEventListener("online", go);
      document.removeEventListener("visibilitychange", shown);
      done();
    };
    const shown = () => document.visibilityState === "visible" && go();
    const timer = setTimeout(go, long);
    addEventListener("online", go);
    document.addEventListener("visibilitychange", shown);
  });

const lead = async () => {
  leading = true;
  for (;;) {
    const wait = await listen();
    pass({ kind: "state", up: false });
    await pause(wait);
  }
};

if (!Number.isNaN(start)) {
  if (navigator.locks) navigator.locks.request("metier-events", lead);
  else lead();
  channel.postMessage({ kind: "where", seq: start });
}

// --- the number of unread messages beside the links
let asking = 0;
const count = () => {
  clearTimeout(asking);
  asking = setTimeout(async () => {
    const answer = await fetch("/events/unread", { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return;
    const { unread } = await answer.json();
    for (const pill of document.querySelectorAll("[data-unread]")) {
      pill.hidden = unread === 0;
      pill.querySelector("[data-count]").textContent = unread;
    }
  }, 200);
};

// --- the timer in the bar
const bar = document.querySelector("[data-timer-chip]");
let looking = 0;
const chip = () => {
  clearTimeout(looking);
  looking = setTimeout(async () => {
    const answer = await fetch(`/${document.documentElement.lang}/time/chip`).catch(() => null);
    if (answer?.ok) bar.innerHTML = await answer.text();
  }, 400);
};

document.addEventListener("metier:live", ({ detail: { kind } }) => {
  if (bar && (kind === "diary" || kind === "reset")) chip();
  if (kind !== "state" && kind !== "diary") count();
});
// A timer that nobody hears of any more leaves the bar too.
if (bar?.firstElementChild) setInterval(chip, 60_000);
