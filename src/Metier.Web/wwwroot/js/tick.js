// A worker: pages in the background are woken once a minute, workers every second.
setInterval(() => postMessage(0), 1000);
