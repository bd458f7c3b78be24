// On the web UI, a running trace is followed: the server says when it has changed.

const isServed = location.protocol.startsWith("http");

function follow() {
  if (isServed) document.querySelector(".title-line").prepend(make("a", "home", "All traces", { href: "/" }));
  if (!isServed || traces.length !== 1 || trace.header.get("complete")) return;
  const reference = new URLSearchParams({ follow: trace.header.get("reference") });
  const events = new EventSource(`/api/events?${reference}`);
  const state = byId("live");
  state.hidden = false;
  let isLoading = false;
  let isStale = false;
  const load = async () => {
    isStale = true;
    if (isLoading) return;
    isLoading = true;
    while (isStale) {
      isStale = false;
      await loadTrace();
    }
    isLoading = false;
  };
  events.addEventListener("trace", load);
  events.addEventListener("ended", async () => {
    events.close();
    state.hidden = true;
    await load();
  });
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
