// Tracked minutes on their way to the server. Each segment is one record in the browser's database until the server has
// said that it has all of it, so that a closed page, a crash or a day offline loses nothing that was finished.

const open = new Promise((done, fail) => {
  const request = indexedDB.open("metier-timer", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("segments", { keyPath: "key" });
  request.onsuccess = () => done(request.result);
  request.onerror = () => fail(request.error);
});

const run = async (mode, work) => {
  const store = (await open).transaction("segments", mode).objectStore("segments");
  return new Promise((done, fail) => {
    const request = work(store);
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
};

export const save = (record) => run("readwrite", (store) => store.put(record));
export const drop = (record) => run("readwrite", (store) => store.delete(record.key));
export const waiting = async (member) => (await run("readonly", (store) => store.getAll())).filter((r) => r.member === member);

/** 20261117T0930Z of a moment, as the addresses name its segment. */
export const stampOf = (milliseconds) =>
  `${new Date(Math.floor(milliseconds / 600_000) * 600_000).toISOString().slice(0, 16).replaceAll(/[-:]/g, "")}Z`;

const token = () => document.querySelector("input[name=__RequestVerificationToken]")?.value ?? "";

/** A request to the server with the page's own token; null when there is no line. */
export const ask = (method, path, body, more = {}) =>
  fetch(path, {
    method,
    body: body instanceof Blob ? body : JSON.stringify(body),
    headers: { RequestVerificationToken: token(), "Content-Type": body instanceof Blob ? "image/webp" : "application/json" },
    ...more,
  }).catch(() => null);

export const uploadOf = (record) => ({
  leaseId: record.lease,
  minutes: record.minutes,
  screenshot: record.shot ?? null,
  clientTime: new Date().toISOString(),
});

/**
 * Sends one record. What the server has for good is dropped here; what it will never take is dropped too.
 * Answers { answer } (the server's words), { offline } or { out } (not signed in any more).
 */
export const send = async (record) => {
  if (record.minutes.length === 0) return {};
  const path = `${record.contract}/${record.stamp}`;
  const response = await ask("PUT", `/api/time/segments/${path}`, uploadOf(record));
  if (!response || response.status >= 500 || response.status === 429) return { offline: true };
  if (response.status === 401 || response.status === 403) return { out: true };
  if (!response.ok) {
    await drop(record);
    return {};
  }
  const answer = await response.json();
  if (answer.wantsImage && record.blob) {
    const image = await ask("PUT", `/api/time/images/${path}/${record.shot.sha256}`, record.blob);
    if (!image || image.status >= 500) return { answer, offline: true };
  }
  // The next minute of the segment puts it there again.
  await drop(record);
  return { answer };
};
