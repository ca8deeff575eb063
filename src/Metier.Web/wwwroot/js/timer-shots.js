// One screenshot in each ten minutes: at a second nobody can foresee, shown to the person first, made unreadable or thrown
// away before it leaves the browser if that is what they want.

/** A whole number from 0 to below, each equally likely. */
export const draw = (below) => {
  const most = Math.floor(2 ** 32 / below) * below;
  const word = new Uint32Array(1);
  do crypto.getRandomValues(word);
  while (word[0] >= most);
  return word[0] % below;
};

/** The moment of a segment's screenshot: any of its 600 seconds; if the timer did not run then, any of those that remain. */
export const momentIn = (segment, from) => {
  const passed = Math.max(0, Math.ceil((from - segment) / 1000));
  const first = draw(600);
  return segment + 1000 * (first >= passed || passed >= 600 ? first : passed + draw(600 - passed));
};

/** Asks for the whole screen; answers the stream, or the reason why there is none: "noCapture", "shareScreen". */
export const askScreen = async () => {
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia({
      video: { displaySurface: "monitor", frameRate: { max: 5 } },
      audio: false,
      monitorTypeSurfaces: "include",
      selfBrowserSurface: "exclude",
    });
    const surface = stream.getVideoTracks()[0].getSettings().displaySurface;
    if (surface && surface !== "monitor") {
      close(stream);
      return { why: "shareScreen" };
    }
    return { stream };
  } catch {
    return { why: "noCapture" };
  }
};

const close = (stream) => {
  for (const track of stream.getTracks()) track.stop();
};

const toBlob = (canvas, quality) => new Promise((done) => canvas.toBlob(done, "image/webp", quality));

const scaled = (source, width, height) => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  canvas.getContext("2d").drawImage(source, 0, 0, width, height);
  return canvas;
};

/** The screen now, 1280 pixels wide. */
export const grab = async (stream) => {
  const video = document.createElement("video");
  video.muted = true;
  video.srcObject = stream;
  await video.play();
  const width = Math.min(1280, video.videoWidth);
  const canvas = scaled(video, width, Math.round((video.videoHeight / video.videoWidth) * width));
  video.srcObject = null;
  return canvas;
};

/** Averages over squares so large that nothing can be read, and nothing can be computed back. */
export const blur = (canvas) => {
  const small = scaled(canvas, 40, Math.max(1, Math.round((canvas.height / canvas.width) * 40)));
  return scaled(small, canvas.width, canvas.height);
};

/** The bytes that travel, at most 300 KB, and their SHA-256. */
export const pack = async (canvas) => {
  let blob = await toBlob(canvas, 0.6);
  for (let quality = 0.45; blob.size > 300_000 && quality > 0.1; quality -= 0.15) blob = await toBlob(canvas, quality);
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
  return { blob, sha256: [...sum].map((byte) => byte.toString(16).padStart(2, "0")).join("") };
};
