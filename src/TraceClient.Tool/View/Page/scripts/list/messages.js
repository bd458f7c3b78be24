// The number of traces, the sources that failed, and what an empty list means.

function showMessages(loader) {
  const info = loader.info;
  const failed = (info?.sources ?? []).filter(source => source.error);
  showBanners(failed, loader.error);
  showCount(info);
  showEmpty(loader, failed);
}

function showBanners(failed, error) {
  const banners = failed.map(source => banner(
    // Most messages begin with the name of the source.
    source.error.message.startsWith(`${source.name}: `) ? source.error.message : `${source.name}: ${source.error.message}`,
    source.error.hint));
  if (error) banners.unshift(banner(error.message));
  const list = byId("banners");
  list.hidden = banners.length === 0;
  // A screen reader reads only what has changed.
  if (list.textContent !== banners.map(element => element.textContent).join("")) list.replaceChildren(...banners);
}

function banner(message, hint) {
  return make("div", "banner", [
    icon("warning"),
    make("p", "", [visible(message), hint ? [" Try: ", make("code", "", visibleLine(hint))] : ""]),
  ]);
}

function showCount(info) {
  const loading = (info?.sources ?? []).filter(source => source.isLoading).map(source => source.name);
  const count = info && (state.sessions ? countText(info.total, "session") : countText(info.total, "trace"));
  byId("count").textContent = !info ? "" : loading.length > 0 ? `${count}, loading ${loading.join(", ")}…` : count;
  const all = byId("all");
  all.hidden = !state.all && !(info?.hidden > 0);
  all.textContent = state.all ? "Hide requests for traces" : `Show ${countText(info?.hidden ?? 0, "hidden trace")}`;
  all.title = "Kubiya records each reading of traces as a trace named traces.list or traces.get.";
}

function showEmpty(loader, failed) {
  const { info, error, total } = loader;
  const empty = byId("empty");
  empty.hidden = total > 0;
  if (total > 0) return;
  const isLoading = !error && (!info || info.sources.some(source => source.isLoading));
  const thing = state.sessions ? "sessions" : "traces";
  const [title, text, label, action] =
    error ? ["The list cannot be loaded", error.message, "Try again", reload]
    : isLoading ? [`Loading ${thing}…`, "The sources are being read."]
    : hasFilters() ? [`No ${thing} match the filters`, "Change or clear a filter to see more.", "Clear filters", clearFilters]
    : failed.length === info.sources.length ? ["No source can be read", "The messages above say what to do."]
    : [`There are no ${thing} yet`, "New ones appear here by themselves."];
  empty.classList.toggle("loading", isLoading);
  byId("empty-title").textContent = title;
  byId("empty-text").textContent = text;
  const button = byId("empty-action");
  button.hidden = !action;
  button.textContent = label ?? "";
  button.onclick = action ?? null;
}
