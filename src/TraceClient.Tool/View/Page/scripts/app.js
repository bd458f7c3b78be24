// The state of the page: the trace, the tabs, the selected span and its details.

const blocks = name => [...document.querySelectorAll(`script.${name}`)].map(linesOf);
const traces = blocks("trace").map(lines => new TraceData(lines));
const comparison = blocks("comparison").map(lines => new ComparisonData(lines)).at(0);
const session = blocks("session").map(sessionOf).at(0);
const panel = new Panel(byId("panel"), { onClose: closePanel, onSelect: goToSpan, onConversation: () => tabs.show("conversation") });
const timeline = new Timeline({ onSelect: selected, onOpen: openPanel, onChange: changed });
const tabs = new Tabs({
  conversation: new ConversationView({ onSelect: goToSpan }),
  records: new RecordsView({ onSelect: goToSpan }),
  summary: new SummaryView({ onSelect: goToSpan }),
  compare: comparison && new CompareView({ comparison, onSelect: goToSpan }),
});
let trace = null;
let addressTimer = 0;

function showTrace(next, tab) {
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
  byId("critical-path").disabled = trace.critical.size === 0;
  byId("trace-picker").value = String(traces.indexOf(next));
  closePanel();
  notify("");
  tabs.offer(isOffered, tab ?? firstTab());
  timeline.show(trace);
  showFilters();
  showSearch();
}

/** Shows other data of the same trace, with the selected span and the collapsed ones as before. */
function updateTrace(lines) {
  const [before, tab, selectedId] = [trace, tabs.current, timeline.selected < 0 ? null : trace.id[timeline.selected]];
  const isPanelOpen = panel.isOpen;
  const next = new TraceData(lines);
  traces[traces.indexOf(before)] = next;
  next.load();
  for (let i = 0; i < next.count; i++) {
    const old = before.indexOfId.get(next.id[i]);
    if (old !== undefined) next.collapsed[i] = before.collapsed[old];
  }
  const top = timeline.scroller.scrollTop;
  showTrace(next, tab);
  timeline.scroller.scrollTop = top;
  const span = next.indexOfId.get(selectedId);
  if (span === undefined) return;
  timeline.select(span, false);
  if (isPanelOpen) openPanel(span);
}

function isOffered(tab) {
  switch (tab) {
    case "conversation": return trace.hasConversation || session !== undefined;
    case "records": return trace.hasRecords;
    case "compare": return comparison !== undefined;
    case "summary": return trace.count > 0;
    default: return true;
  }
}

/** Returns the tab that a trace opens with: what was asked for, or the records of a pipeline. */
const firstTab = () => comparison ? "compare" : session ? "conversation"
  : trace.header.get("source") === "calyptia" && trace.hasRecords ? "records" : "timeline";

function showNothing() {
  byId("trace-name").textContent = "No traces";
  byId("trace-status").hidden = true;
  for (const id of ["toolbar", "grid", "help-button", "tabs", "zone"]) byId(id).hidden = true;
  document.querySelector(".overview").hidden = true;
  byId("empty").hidden = false;
  byId("empty-title").textContent = "No traces";
  byId("empty-text").textContent = "This file does not contain any traces.";
  byId("empty-clear").hidden = true;
}

function selected(span) {
  if (span >= 0 && panel.isOpen) panel.show(trace, span);
  updateAddress();
}

/** Writes the state of the page to the address. Delayed, since browsers limit how often the address can change. */
function updateAddress() {
  clearTimeout(addressTimer);
  addressTimer = setTimeout(() => history.replaceState(null, "", hashOf(trace, timeline.selected, tabs.current)), 200);
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
  tabs.show("timeline");
  timeline.select(span);
  openPanel(span);
}

/** Shows a span of a trace of the page in the timeline. */
function goToSpan(reference, span) {
  const target = traces.find(one => one.header.get("reference") === reference);
  if (!target) return;
  if (target !== trace) showTrace(target, "timeline");
  goTo(span);
}

/** Selects the next or previous error, in the middle of the timeline, and opens its details. */
function goToError(step) {
  const errors = [...indexesWhere(trace.count, i => trace.isError(i))];
  const span = nextIn(errors, timeline.selected, step);
  if (span < 0) return;
  tabs.show("timeline");
  timeline.select(span, true, true);
  openPanel(span);
}

function switchCriticalPath() {
  criticalPath.isShown = !criticalPath.isShown;
  byId("critical-path").setAttribute("aria-pressed", String(criticalPath.isShown));
  timeline.redraw();
}
