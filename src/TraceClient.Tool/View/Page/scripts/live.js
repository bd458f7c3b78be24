// On the web UI, a running trace is followed: the server says when it has changed.

const isServed = location.protocol.startsWith("http");

/** Follows the trace while the page is in sight: a browser opens only a few connections to a server. */
class Follower {
  constructor() {
    this.isLoading = false;
    this.isStale = false;
    document.addEventListener("visibilitychange", () => document.hidden ? this.disconnect() : this.connect());
    addEventListener("pagehide", () => this.disconnect());
    addEventListener("pageshow", event => event.persisted && this.connect());
    this.connect();
  }

  connect() {
    if (this.events || this.hasEnded || document.hidden) return;
    this.events = new EventSource(`/api/events?${new URLSearchParams({ follow: trace.header.get("reference") })}`);
    this.events.addEventListener("following", event => {
      byId("live").hidden = false;
      // The trace can have changed since the page was written.
      if (JSON.parse(event.data).spanCount !== trace.count) this.load();
    });
    this.events.addEventListener("trace", () => this.load());
    this.events.addEventListener("ended", () => {
      this.hasEnded = true;
      this.disconnect();
      this.load();
    });
    this.events.addEventListener("failed", event => {
      this.disconnect();
      notify(`The trace is no longer followed. ${JSON.parse(event.data).error.message}`);
    });
  }

  disconnect() {
    this.events?.close();
    this.events = null;
    byId("live").hidden = true;
  }

  /** Loads the trace. Changes that come meanwhile are loaded together. */
  async load() {
    this.isStale = true;
    if (this.isLoading) return;
    this.isLoading = true;
    while (this.isStale) {
      this.isStale = false;
      await loadTrace();
    }
    this.isLoading = false;
  }
}

function follow() {
  if (!isServed) return;
  document.querySelector(".title-line").prepend(make("a", "home", "All traces", { href: "/" }));
  if (traces.length === 1 && !trace.header.get("complete")) new Follower();
}

async function loadTrace() {
  const reference = trace.header.get("reference");
  try {
    const response = await fetch(`/api/trace?${new URLSearchParams({ ref: reference })}`);
    if (!response.ok) throw new Error(String(response.status));
    updateTrace((await response.text()).split("\n").slice(0, -1));
  } catch {
    notify("The trace could not be loaded. It is shown as it was before.");
  }
}
