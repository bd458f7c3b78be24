const traces = [...document.querySelectorAll("script.trace")].map(block => new TraceData(block));
const panel = new Panel(byId("panel"), { onClose: closePanel, onSelect: goTo });
const timeline = new Timeline({ onSelect: selected, onOpen: openPanel, onChange: changed });
let trace = null;
let hashTimer = 0;

function showTrace(next) {
  trace = next.load();
  filters.types.clear();
  filters.errorsOnly = search.only = false;
  byId("search").value = "";
  setSearch(trace, "");
  showHeader(trace, { onSpan: goTo, onError: () => goToError(1) });
  showLegend(trace, type => {
    if (!filters.types.delete(type)) filters.types.add(type);
    filter();
  });
  byId("error-count").textContent = trace.errorCount.toLocaleString("en");
  byId("errors-only").disabled = trace.errorCount === 0;
  byId("trace-picker").value = String(traces.indexOf(next));
  closePanel();
  timeline.show(trace);
  showFilters();
  showSearch();
}

function showNothing() {
  byId("trace-name").textContent = "No traces";
  byId("trace-status").hidden = true;
  byId("toolbar").hidden = true;
  byId("grid").hidden = byId("help-button").hidden = true;
  document.querySelector(".overview").hidden = true;
  byId("empty").hidden = false;
  byId("empty-title").textContent = "There is nothing to show";
  byId("empty-text").textContent = "This file was written without any trace.";
  byId("empty-clear").hidden = true;
}

// Selection and details

function selected(span) {
  if (span >= 0 && panel.isOpen) panel.show(trace, span);
  clearTimeout(hashTimer);
  // Not at every step of a held key: browsers limit how often an address changes.
  hashTimer = setTimeout(() => history.replaceState(null, "", span >= 0 ? hashOf(trace, span) : "#"), 200);
}

function openPanel(span) {
  if (span < 0) return;
  panel.show(trace, span);
  byId("panel-splitter").hidden = false;
}

function closePanel() {
  const hadFocus = panel.element.contains(document.activeElement);
  panel.hide();
  byId("panel-splitter").hidden = true;
  if (hadFocus) timeline.grid.focus({ preventScroll: true });
}

function goTo(span) {
  timeline.select(span);
  openPanel(span);
}

function goToError(step) {
  const errors = [...indexesWhere(trace.count, i => trace.isError(i))];
  const span = nextIn(errors, timeline.selected, step);
  if (span >= 0) timeline.select(span);
}

// Search and filters

function showSearch() {
  const { term, matches } = search;
  const count = byId("search-count");
  const at = matches.indexOf(timeline.selected);
  const found = matches.length.toLocaleString("en");
  count.textContent = term === "" ? "" : matches.length === 0 ? "no match" : at < 0 ? found : `${(at + 1).toLocaleString("en")} of ${found}`;
  count.classList.toggle("none", term !== "" && matches.length === 0);
  byId("search").parentElement.classList.toggle("active", term !== "");
  for (const id of ["search-previous", "search-next", "search-only"]) byId(id).disabled = matches.length === 0 && !search.only;
}

function runSearch() {
  if (byId("search").value.trim().toLowerCase() === search.term) return;
  setSearch(trace, byId("search").value);
  if (search.term === "") search.only = false;
  if (search.only) timeline.applyFilters();
  else timeline.refresh();
  // The first match comes into sight; Enter selects it.
  const next = nextIn(search.matches, timeline.selected, 1);
  if (next >= 0 && timeline.rows.rowOf[next] >= 0) timeline.scrollTo(next);
  showFilters();
  showSearch();
  if (panel.isOpen) panel.show(trace, timeline.selected);
}

function goToMatch(step) {
  runSearch();
  const span = nextIn(search.matches, timeline.selected, step);
  if (span >= 0) timeline.select(span);
  showSearch();
}

function filter() {
  timeline.applyFilters();
  showFilters();
  showSearch();
}

function clearFilters() {
  filters.types.clear();
  filters.errorsOnly = search.only = false;
  filter();
}

/** Says how many rows there are, and why there are none. */
function changed() {
  const { rows } = timeline;
  byId("row-count").textContent = isFiltering()
    ? `${rows.passed.toLocaleString("en")} of ${trace.count.toLocaleString("en")}`
    : trace.count.toLocaleString("en");
  const isEmpty = rows.spans.length === 0;
  byId("empty").hidden = !isEmpty;
  byId("empty-title").textContent = trace.count === 0 ? "No spans" : "No span matches";
  byId("empty-text").textContent = trace.count === 0 ? "The source has none for this trace, or has not received them yet." : "The filters leave nothing to show.";
  byId("empty-clear").hidden = trace.count === 0;
}

// Addresses

const hashOf = (trace, span) => `#${new URLSearchParams(traces.length > 1
  ? { trace: trace.header.get("reference"), span: trace.id[span] }
  : { span: trace.id[span] })}`;

function linkTo(trace, span) {
  return `${location.href.split("#")[0]}${hashOf(trace, span)}`;
}

function followHash() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  const named = traces.find(next => next.header.get("reference") === wanted.get("trace"));
  if (!trace || (named && named !== trace)) showTrace(named ?? traces[0]);
  const span = trace.indexOfId.get(wanted.get("span"));
  if (span !== undefined && span !== timeline.selected) goTo(span);
}

// Keys

const keys = new Map(Object.entries({
  ArrowDown: () => timeline.move(1),
  ArrowUp: () => timeline.move(-1),
  ArrowRight: event => event.shiftKey ? timeline.pan(.2) : timeline.stepInto(),
  ArrowLeft: event => event.shiftKey ? timeline.pan(-.2) : timeline.stepOut(),
  Home: () => timeline.moveToEnd(false),
  End: () => timeline.moveToEnd(true),
  PageDown: () => timeline.page(1),
  PageUp: () => timeline.page(-1),
  Enter: () => {
    if (timeline.selected < 0) timeline.move(0);
    openPanel(timeline.selected);
  },
}));

const keysEverywhere = new Map(Object.entries({
  "/": () => byId("search").select(),
  "?": () => byId("help").showModal(),
  Escape: () => closePanel(),
  "+": () => timeline.zoom(.5),
  "=": () => timeline.zoom(.5),
  "-": () => timeline.zoom(2),
  0: () => timeline.fit(),
  z: () => timeline.selected >= 0 && timeline.zoomToSpan(timeline.selected),
  e: () => goToError(1),
  E: () => goToError(-1),
  n: () => goToMatch(1),
  p: () => goToMatch(-1),
  t: () => changeTheme(),
}));

function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || !trace || byId("help").open) return;
  const target = event.target;
  if (target.closest("input, select, textarea, [role=separator]")) return;
  const isFree = target === document.body || target === timeline.grid;
  const action = keysEverywhere.get(event.key) ?? (isFree ? keys.get(event.key) : undefined);
  if (!action) return;
  event.preventDefault();
  if (isFree && event.key !== "/" && event.key !== "?") timeline.grid.focus({ preventScroll: true });
  action(event);
  showSearch();
}

function onSearchKey(event) {
  if (event.key === "Enter") goToMatch(event.shiftKey ? -1 : 1);
  else if (event.key === "Escape") {
    byId("search").value = "";
    runSearch();
    timeline.grid.focus({ preventScroll: true });
  } else if (event.key === "ArrowDown") timeline.grid.focus({ preventScroll: true });
  else return;
  event.preventDefault();
}

// Parts that can be sized

function makeSizable(splitter, property, { width, widthAt, limits }) {
  const apply = wanted => {
    const [least, most] = limits();
    const size = Math.round(Math.min(most, Math.max(least, wanted)));
    document.documentElement.style.setProperty(property, `${size}px`);
    splitter.setAttribute("aria-valuenow", String(size));
    timeline.resize();
  };
  onDrag(splitter, event => event.preventDefault(), event => apply(widthAt(event)));
  splitter.addEventListener("keydown", event => {
    const step = { ArrowLeft: -16, ArrowRight: 16 }[event.key];
    if (!step) return;
    event.preventDefault();
    apply(width() + (splitter.id === "splitter" ? step : -step));
  });
}

function changeTheme() {
  switchTheme();
  timeline.resize();
}

function start() {
  applyTheme(keptTheme());
  byId("theme").addEventListener("click", changeTheme);
  byId("help-button").addEventListener("click", () => byId("help").showModal());
  if (traces.length === 0) {
    showNothing();
    return;
  }

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
  byId("zoom-in").addEventListener("click", () => timeline.zoom(.5));
  byId("zoom-out").addEventListener("click", () => timeline.zoom(2));
  byId("zoom-fit").addEventListener("click", () => timeline.fit());
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

  const picker = byId("trace-picker");
  picker.hidden = traces.length === 1;
  picker.append(...traces.map((next, i) => make("option", "", visibleLine(`${next.header.get("name")} · ${next.header.get("source")}`), { value: i })));
  picker.addEventListener("change", () => showTrace(traces[Number(picker.value)]));
  followHash();
}

start();
