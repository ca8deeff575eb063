// Moments in the browser's zone where the account has none, and deadlines that count down.

const language = document.documentElement.lang.startsWith("fr") ? "fr-FR" : "en-GB";
const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric" });
const shortDay = new Intl.DateTimeFormat(language, { day: "numeric", month: "short" });
const hour = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const full = new Intl.DateTimeFormat(language, {
  day: "numeric",
  month: "long",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
  timeZoneName: "short",
});
const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
const counted = new Intl.RelativeTimeFormat(language);

// The server's clock counts: the reader's may be wrong, and that of a test instance is moved.
const ahead = Date.parse(document.body.dataset.now) - Date.now() || 0;
const present = () => Date.now() + ahead;

const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

const near = (date) => {
  const now = new Date(present());
  const minutes = Math.round((date - now) / 60000);
  if (Math.abs(minutes) < 60) return minutes === 0 ? relative.format(0, "second") : counted.format(minutes, "minute");
  const days = Math.round((midnight(date) - midnight(now)) / 86400000);
  if (Math.abs(days) <= 1) return `${relative.format(days, "day")}, ${hour.format(date)}`;
  return date.getFullYear() === now.getFullYear() ? shortDay.format(date) : day.format(date);
};

const forms = {
  near,
  date: (date) => day.format(date),
  time: (date) => hour.format(date),
  datetime: (date) => `${day.format(date)}, ${hour.format(date)}`,
  full: (date) => full.format(date),
};

// The same words as the server's.
const left = (milliseconds) => {
  const minutes = Math.max(1, Math.trunc(milliseconds / 60000));
  if (minutes >= 2880) return counted.format(Math.trunc(minutes / 1440), "day");
  return minutes >= 120 ? counted.format(Math.trunc(minutes / 60), "hour") : counted.format(minutes, "minute");
};

export const showTimes = (root) => {
  for (const time of root.querySelectorAll("time[data-when]")) {
    const date = new Date(time.dateTime);
    time.textContent = forms[time.dataset.when]?.(date) ?? time.textContent;
    time.title = full.format(date);
  }
  for (const span of root.querySelectorAll("[data-left]")) {
    const milliseconds = new Date(span.dataset.left) - present();
    span.textContent = milliseconds > 0 ? left(milliseconds) : span.dataset.up;
  }
};

if (document.querySelector("[data-left], [data-when=near]")) setInterval(() => showTimes(document), 60000);
