// A browser opens only a few connections to a server, so that a hidden page closes its stream of events.

let stream = null;

function connect() {
  if (stream || document.hidden) return;
  stream = new EventSource("/api/events");
  stream.addEventListener("open", () => showLive("live", "Live", "The list shows changes as they come."));
  stream.addEventListener("error", () => showLive("off", "Not connected", "tracectl does not respond. It may have been stopped."));
  for (const name of ["list", "source"]) stream.addEventListener(name, event => refresh(JSON.parse(event.data).version));
}

function disconnect() {
  stream?.close();
  stream = null;
}

function showLive(state, text, title) {
  const live = byId("live");
  live.className = `live ${state}`;
  live.title = title;
  if (live.textContent !== text) live.textContent = text;
}

let refreshing = 0;

/** Loads the shown rows again if the list has changed. Several changes in a row are one. */
function refresh(version) {
  if (loader.info && version <= loader.version && !loader.error) return;
  clearTimeout(refreshing);
  refreshing = setTimeout(() => {
    loader.expire(version);
    loader.load(...view.visibleRange());
  }, loader.total > 0 ? 250 : 0);
}

function listenToVisibility() {
  document.addEventListener("visibilitychange", () => document.hidden ? disconnect() : connect());
  addEventListener("pagehide", () => {
    rememberPosition();
    disconnect();
  });
  addEventListener("pageshow", event => event.persisted && connect());
}
