function changeTheme() {
  switchTheme();
  timeline.resize();
}

/** Switches between the zone of the viewer and UTC, in which all times are shown. */
function changeZone() {
  switchZone();
  showZone();
  showHeader(trace, { onSpan: goTo, onError: () => goToError(1) });
  if (panel.isOpen) panel.show(trace, timeline.selected);
  labelPicker();
  tabs.redraw();
}

function showZone() {
  byId("zone").textContent = zone.isUtc ? "UTC" : "Local";
  byId("zone").setAttribute("aria-pressed", String(zone.isUtc));
}

function fillPicker() {
  const picker = byId("trace-picker");
  picker.hidden = traces.length === 1;
  picker.append(...traces.map((_, i) => make("option", "", "", { value: i })));
  labelPicker();
  picker.addEventListener("change", () => showTrace(traces[Number(picker.value)], tabs.current));
}

/** Labels the traces of the picker; those with equal names and sources have their start time. */
function labelPicker() {
  const labels = traces.map(({ header }) => visibleLine(`${header.get("name")} · ${header.get("source")}`));
  const seen = new Set();
  const shared = new Set(labels.filter(label => seen.has(label) || !seen.add(label)));
  traces.forEach(({ header }, i) => {
    const start = shared.has(labels[i]) ? header.get("start") : null;
    byId("trace-picker").options[i].textContent = start ? `${labels[i]} · ${localTimeText(start)}` : labels[i];
  });
}

function start() {
  applySettings();
  byId("theme").addEventListener("click", changeTheme);
  byId("help-button").addEventListener("click", () => byId("help").showModal());
  if (traces.length === 0) {
    showNothing();
    return;
  }

  showZone();
  byId("zone").addEventListener("click", changeZone);
  byId("critical-path").addEventListener("click", switchCriticalPath);
  tabs.onShow = name => {
    if (name === "timeline") timeline.resize();
    updateAddress();
  };
  new HoverCard(timeline);
  let typing = 0;
  byId("search").addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(runSearch, 120);
  });
  byId("search").addEventListener("keydown", onSearchKey);
  byId("search-next").addEventListener("click", () => goToMatch(1));
  byId("search-previous").addEventListener("click", () => goToMatch(-1));
  byId("search-only").addEventListener("click", () => {
    search.only = !search.only;
    filter();
  });
  byId("errors-only").addEventListener("click", () => {
    filters.errorsOnly = !filters.errorsOnly;
    filter();
  });
  byId("clear-filters").addEventListener("click", clearFilters);
  byId("empty-clear").addEventListener("click", clearFilters);
  byId("expand-all").addEventListener("click", () => timeline.setAllCollapsed(false));
  byId("collapse-all").addEventListener("click", () => timeline.setAllCollapsed(true));
  byId("zoom-in").addEventListener("click", () => timeline.axis.zoom(.5));
  byId("zoom-out").addEventListener("click", () => timeline.axis.zoom(2));
  byId("zoom-fit").addEventListener("click", () => timeline.axis.fit());
  byId("notice-close").addEventListener("click", () => notify(""));
  document.addEventListener("keydown", onKey);
  window.addEventListener("hashchange", followHash);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => timeline.resize());

  const work = byId("work");
  makeSizable(byId("splitter"), "--tree", {
    width: () => timeline.treeWidth(),
    widthAt: event => event.clientX - work.getBoundingClientRect().left,
    limits: () => [160, timeline.scroller.clientWidth - 160],
  });
  makeSizable(byId("panel-splitter"), "--panel", {
    width: () => panel.element.offsetWidth,
    widthAt: event => work.getBoundingClientRect().right - event.clientX,
    limits: () => [280, work.clientWidth - 240],
  });

  fillPicker();
  followHash();
  follow();
}

start();
