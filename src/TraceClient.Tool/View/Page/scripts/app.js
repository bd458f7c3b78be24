// The state of the page: the trace, the selected span and its details.

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
  notify("");
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
  byId("empty-title").textContent = "No traces";
  byId("empty-text").textContent = "This file does not contain any traces.";
  byId("empty-clear").hidden = true;
}

function selected(span) {
  if (span >= 0 && panel.isOpen) panel.show(trace, span);
  clearTimeout(hashTimer);
  // Delayed, since browsers limit how often the address can change.
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
