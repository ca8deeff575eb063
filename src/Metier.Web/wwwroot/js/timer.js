// The timer of the page /time. A clock minute counts when it ran for 30 seconds of it. Minutes without input wait until there
// is input again, so that stopping for idleness pays until the last active minute and not longer. The server's clock counts;
// between its answers the monotonic clock of the browser goes on from it.
import { ask, save, send, stampOf, uploadOf, waiting } from "./timer-store.js";

const form = document.querySelector("[data-timer]");
const words = JSON.parse(form?.dataset.words ?? "{}");
const member = form?.dataset.member;
const panel = document.querySelector("[data-live-timer]");
const part = (name) => panel.querySelector(`[data-${name}]`);
const title = document.title;

const askFor = 60_000;
const longestGap = 90_000;

// Only where a contract asks for screenshots; loaded with the page, because the browser asks for the screen within the click.
const asksShots = [...(form?.elements.contract.options ?? [])].some((option) => option.dataset.level === "3");
let shots = null;
const loading = asksShots
  ? import("./timer-shots.js").then((module) => {
      shots = module;
    })
  : null;
const close = (stream) => {
  for (const track of stream?.getTracks() ?? []) track.stop();
};
const decideFor = 60_000;

const hours = (minutes) => {
  const rest = minutes % 60;
  if (minutes < 60) return `${minutes}\u00A0min`;
  return `${Math.floor(minutes / 60)}\u00A0h${rest === 0 ? "" : `\u00A0${String(rest).padStart(2, "0")}`}`;
};
const clock = (milliseconds) => {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (n) => String(n).padStart(2, "0");
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
};
const fill = (text, first, second = "") => text.replace("#", first).replaceAll("%", second);

// --- a timer that runs elsewhere only shows its clock
for (const since of document.querySelectorAll("[data-since]")) {
  const from = performance.now() - Number(since.dataset.since) * 1000;
  setInterval(() => {
    since.textContent = clock(performance.now() - from);
  }, 1000);
}

let run = null;

// --- input: what the browser says about the whole computer where it may, else what happens in this page
const idle = { detector: null, last: 0, locked: false };
const touched = () => {
  idle.last = performance.now();
};
for (const kind of ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"])
  addEventListener(kind, () => idle.detector === null && touched(), { passive: true, capture: true });

const watchInput = async (permission) => {
  if ((await permission) !== "granted") return false;
  const detector = new IdleDetector();
  const look = () => {
    if (detector.screenState === "locked") stop("lock");
    else if (detector.userState === "active") touched();
    // The browser says "idle" a minute after the last input.
    else idle.last = Math.min(idle.last, performance.now() - 60_000);
  };
  detector.addEventListener("change", look);
  const ended = new AbortController();
  await detector.start({ threshold: 60_000, signal: ended.signal });
  idle.detector = { detector, end: () => ended.abort() };
  look();
  return true;
};
const lastInput = () => {
  if (idle.detector?.detector.userState === "active") touched();
  return idle.last;
};

// --- the server's clock
const now = () => run.base.server + performance.now() - run.base.at;
const setClock = (serverTime) => {
  run.base = { server: Date.parse(serverTime), at: performance.now() };
};

// --- one tab only
const hold = () =>
  new Promise((done) => {
    navigator.locks.request("metier-timer", { ifAvailable: true }, (lock) => {
      if (!lock) {
        done(null);
        return null;
      }
      return new Promise((release) => done(release));
    });
  });

const complain = (text) => {
  const line = form.querySelector("[data-error]");
  line.hidden = !text;
  line.textContent = text ?? "";
};

const start = async (withShots) => {
  const option = form.elements.contract.selectedOptions[0];
  const memo = form.elements.memo.value.trim();
  complain(null);
  if (option.dataset.consent) {
    location.assign(option.dataset.consent + (memo ? `?memo=${encodeURIComponent(memo)}` : ""));
    return;
  }
  if (memo.length < 3) {
    complain(words.memo);
    form.elements.memo.focus();
    return;
  }
  // Both questions are asked within the click, or the browser would not ask them.
  const permission = "IdleDetector" in window ? IdleDetector.requestPermission().catch(() => "denied") : "denied";
  const recorded = withShots && option.dataset.level === "3";
  if (recorded && !shots) await loading?.catch(() => null);
  const screen = recorded ? ((await shots?.askScreen()) ?? { why: "noCapture" }) : {};
  if (screen.why) {
    complain(words[screen.why]);
    form.querySelector("[data-blind]").hidden = false;
    return;
  }
  const release = await hold();
  if (!release) {
    close(screen.stream);
    complain(words.elsewhere);
    return;
  }
  touched();
  const response = await ask("POST", "/api/time/start", {
    startId: crypto.randomUUID(),
    contractId: option.value,
    memo,
    clientTime: new Date().toISOString(),
  });
  const answer = await response?.json().catch(() => null);
  if (!response?.ok) {
    close(screen.stream);
    release();
    complain(response ? (answer?.detail ?? answer?.title ?? words.failed) : words.offline);
    return;
  }
  begin(answer, option, screen.stream, release);
  part("state").textContent = (await watchInput(permission).catch(() => false)) ? words.modeIdle : words.modePage;
};

const begin = (lease, option, stream, release) => {
  run = { lease, memo: lease.memo, release, stream: lease.level >= 3 ? stream : null, records: new Map(), held: [], tracked: 0, ran: 0 };
  if (lease.level < 3) close(stream);
  setClock(lease.serverTime);
  run.started = now();
  run.last = now();
  run.wall = Date.now();
  run.title = option.dataset.title;
  run.idleAfter = Number(option.dataset.idle) * 60_000;
  for (const track of run.stream?.getVideoTracks() ?? [])
    track.addEventListener("ended", () => {
      if (!run?.stream) return;
      run.stream = null;
      part("state").textContent = words.captureEnded;
    });
  part("title").textContent = run.title;
  panel.querySelector("[name=memo]").value = run.memo;
  document.querySelector("[data-start]").hidden = true;
  document.querySelector("[data-after]").hidden = true;
  panel.hidden = false;
  part("stop").focus();
  showWeek(lease);
  // Where the screen is recorded, the person should see it at once in whatever window they work.
  if (run.stream && "Notification" in window && Notification.permission === "default") Notification.requestPermission();
  run.worker = new Worker(new URL("./tick.js", import.meta.url));
  run.worker.onmessage = tick;
  addEventListener("beforeunload", warn);
};

const warn = (event) => event.preventDefault();

// --- every second
const tick = () => {
  if (!run || run.stopping) return;
  const t = now();
  // Far apart in either clock: the computer slept.
  if (t - run.last > longestGap || Date.now() - run.wall > longestGap) {
    stop("sleep");
    return;
  }
  run.wall = Date.now();
  advance(t);
  const past = performance.now() - lastInput();
  const left = Math.ceil((run.idleAfter - past) / 1000);
  part("ask").hidden = past < run.idleAfter - askFor;
  if (!part("ask").hidden) part("ask-text").textContent = fill(words.still, Math.max(0, left));
  if (past >= run.idleAfter) {
    stop("idle");
    return;
  }
  shoot(t);
  part("clock").textContent = clock(t - run.started);
  document.title = `\u25CF ${clock(t - run.started)} · ${run.title}`;
};

const advance = (t) => {
  // An answer of the server can set its clock back a little.
  if (t <= run.last) return;
  while (Math.floor(run.last / 60_000) < Math.floor(t / 60_000)) {
    const end = (Math.floor(run.last / 60_000) + 1) * 60_000;
    run.ran += end - run.last;
    finish(end - 60_000);
    run.last = end;
  }
  run.ran += t - run.last;
  run.last = t;
};

// A clock minute is over.
const finish = (minute) => {
  const counts = run.ran >= 30_000;
  const active = lastInput() >= performance.now() - (now() - minute);
  run.ran = 0;
  if (!counts) return;
  const entry = { minute, active: run.lease.level === 0 ? null : active, memo: run.memo };
  run.held.push(entry);
  if (active) letGo();
};

// Held minutes count from now on.
const record = () => {
  for (const { minute, active, memo } of run.held) {
    const one = recordOf(minute);
    one.minutes.push({ minute: (minute / 60_000) % 10, active, keys: null, clicks: null, scrolls: null, memo });
    one.dirty = true;
    run.tracked++;
  }
  run.held = [];
};

const letGo = () => {
  record();
  flush();
};

const recordOf = (moment) => {
  const stamp = stampOf(moment);
  const contract = run.lease.contractId;
  if (!run.records.has(stamp))
    run.records.set(stamp, { key: `${member}/${contract}/${stamp}/${run.lease.leaseId}`, member, contract, stamp, lease: run.lease.leaseId, minutes: [] });
  return run.records.get(stamp);
};

// --- sending
let flushing = Promise.resolve();
const flush = () => {
  const current = run;
  flushing = flushing.then(async () => {
    let offline = false;
    for (const record of current.records.values()) {
      if (!record.dirty || record.minutes.length === 0) continue;
      record.dirty = false;
      await save(record);
      const { answer, offline: lost, out } = await send(record);
      if (lost) {
        record.dirty = true;
        offline = true;
      }
      if (run !== current) continue;
      if (out) {
        stop("signed_out");
        return;
      }
      if (!answer) continue;
      setClock(answer.serverTime);
      showWeek(answer);
      if (answer.stop || answer.leaseUntil === null) {
        stop(answer.stop ?? "revoked", true);
        return;
      }
    }
    if (run === current) showWaiting(offline);
  });
  return flushing;
};
addEventListener("online", () => (run ? flush() : sendLate()));

const showWaiting = (offline) => {
  const left = [...run.records.values()].filter((record) => record.dirty).length;
  part("state").textContent = offline ? `${words.offline} ${fill(words.waiting, left)}` : words.uploaded;
};

const showWeek = ({ weekMinutes, limitMinutes }) => {
  const week = hours(weekMinutes);
  const near = limitMinutes && weekMinutes >= limitMinutes * 0.8;
  part("limit").textContent = !limitMinutes
    ? fill(words.week, week)
    : fill(near ? words.near : words.weekOf, week, hours(limitMinutes));
};

// --- screenshots
const shoot = (t) => {
  if (!run.stream || run.choosing) return;
  const segment = Math.floor(t / 600_000) * 600_000;
  if (run.segment !== segment) {
    run.segment = segment;
    run.shotAt = shots.momentIn(segment, t);
    run.shotDone = false;
  }
  if (run.shotDone || t < run.shotAt) return;
  run.shotDone = true;
  take(t).catch(() => decide(recordOf(t), { takenAt: new Date(t).toISOString(), state: "failed", sha256: null }));
};

const take = async (t) => {
  const record = recordOf(t);
  const canvas = await shots.grab(run.stream);
  const takenAt = new Date(t).toISOString();
  run.choosing = { record, canvas, takenAt, until: performance.now() + decideFor };
  const url = URL.createObjectURL((await shots.pack(canvas)).blob);
  part("shot-image").src = url;
  part("shot-text").textContent = words.shot;
  part("shot").hidden = false;
  for (const button of panel.querySelectorAll("[data-shot-do]")) button.hidden = false;
  if ("Notification" in window && Notification.permission === "granted" && document.hidden) {
    const note = new Notification(words.shot, { tag: "metier-shot", body: fill(words.secondsLeft, decideFor / 1000) });
    note.onclick = () => {
      window.focus();
      note.close();
    };
  }
  const timer = setInterval(() => {
    if (run?.choosing?.takenAt !== takenAt) {
      clearInterval(timer);
      URL.revokeObjectURL(url);
      return;
    }
    const left = Math.ceil((run.choosing.until - performance.now()) / 1000);
    part("shot-left").textContent = fill(words.secondsLeft, Math.max(0, left));
    if (left <= 0) choose("kept");
  }, 250);
};

const choose = async (state) => {
  const { record, canvas, takenAt } = run.choosing;
  run.choosing = null;
  part("shot-left").textContent = "";
  for (const button of panel.querySelectorAll("[data-shot-do]")) button.hidden = true;
  part("shot-text").textContent = { kept: words.shotKept, blurred: words.shotBlurred, deleted: words.shotDeleted }[state];
  if (state === "deleted") {
    part("shot-image").removeAttribute("src");
    decide(record, { takenAt, state, sha256: null });
    return;
  }
  const { blob, sha256 } = await shots.pack(state === "blurred" ? shots.blur(canvas) : canvas);
  record.blob = blob;
  decide(record, { takenAt, state, sha256 });
};

const decide = (record, shot) => {
  record.shot = shot;
  record.dirty = true;
  if (run) flush();
};

// --- the end
const stop = async (reason, told = false) => {
  const ended = run;
  if (!ended || ended.stopping) return;
  ended.stopping = true;
  let at = ended.last;
  if (reason === "idle") {
    ended.held = [];
    at = now() - (performance.now() - idle.last);
  } else {
    // After a sleep the time before it counts, not the time since.
    if (reason !== "sleep") advance(now());
    at = ended.last;
    finish(Math.floor(ended.last / 60_000) * 60_000);
    letGo();
  }
  if (ended.choosing) await choose("kept");
  await flush();
  run = null;
  tidy(ended);
  document.title = title;
  panel.hidden = true;
  // Offline nobody else takes it out of the bar.
  document.querySelector("[data-timer-chip]")?.replaceChildren();
  document.querySelector("[data-start]").hidden = false;
  const said = fill(words[`stop_${reason}`] ?? words.stop_user, hours(ended.tracked));
  say(said);
  if (told || reason === "signed_out") return;
  localStorage.setItem(endKey, JSON.stringify({ leaseId: ended.lease.leaseId, at: new Date(at).toISOString(), reason }));
  if (!(await sendLate())) say(`${said} ${words.stopWaits}`);
};

// What could not be sent: tracked minutes, and that the timer has stopped. Tried again when the line is back, every half
// minute, and by the next visit to this page.
const endKey = `metier-timer-end/${member}`;
const sendLate = async () => {
  clearTimeout(sendLate.timer);
  let left = false;
  let sent = 0;
  for (const record of run ? [] : await waiting(member)) {
    const { answer, offline } = await send(record);
    if (answer) sent++;
    left ||= offline;
  }
  const end = localStorage.getItem(endKey);
  if (end && !left) {
    const response = await ask("POST", "/api/time/stop", JSON.parse(end));
    if (!response || response.status >= 500 || response.status === 429) left = true;
    // Another timer may have ended meanwhile.
    else if (localStorage.getItem(endKey) === end) localStorage.removeItem(endKey);
  }
  if (left) sendLate.timer = setTimeout(sendLate, 30_000);
  else if (sent > 0) say(words.late);
  return !left;
};

const tidy = (ended) => {
  ended.worker.terminate();
  close(ended.stream);
  idle.detector?.end();
  idle.detector = null;
  removeEventListener("beforeunload", warn);
  ended.release();
};

const say = (text) => {
  document.querySelector("[data-after-text]").textContent = text;
  document.querySelector("[data-after]").hidden = false;
};

// The page goes away: what is finished is sent with the last breath, and kept for the next visit in case that fails.
addEventListener("pagehide", () => {
  if (!run) return;
  const ended = run;
  advance(now());
  finish(Math.floor(ended.last / 60_000) * 60_000);
  record();
  for (const one of ended.records.values()) {
    if (!one.dirty || one.minutes.length === 0) continue;
    save(one);
    ask("PUT", `/api/time/segments/${one.contract}/${one.stamp}`, uploadOf(one), { keepalive: true });
  }
  ask("POST", "/api/time/stop", { leaseId: ended.lease.leaseId, at: new Date(ended.last).toISOString(), reason: "quit" }, { keepalive: true });
  sessionStorage.setItem("metier-timer", "quit");
  run = null;
  tidy(ended);
});
addEventListener("pageshow", (event) => event.persisted && location.reload());

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    start(true);
  });
  form.querySelector("[data-blind]").addEventListener("click", () => start(false));
  part("stop").addEventListener("click", () => stop("user"));
  part("still").addEventListener("click", touched);
  for (const button of panel.querySelectorAll("[data-shot-do]"))
    button.addEventListener("click", () => run?.choosing && choose(button.dataset.shotDo));
  part("memo-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const memo = panel.querySelector("[name=memo]").value.trim();
    if (!run || memo.length < 3) return;
    const response = await ask("POST", "/api/time/memo", { leaseId: run.lease.leaseId, memo });
    if (response?.ok && run) run.memo = memo;
    else part("state").textContent = words.offline;
  });
  if (sessionStorage.getItem("metier-timer")) {
    sessionStorage.removeItem("metier-timer");
    say(words.stop_quit);
  }
  // What an earlier page could not send.
  sendLate().catch(() => null);
}
