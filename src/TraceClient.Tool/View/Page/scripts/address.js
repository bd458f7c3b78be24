// The address of the page has its state: the trace, the tab and the span.

/** Returns the part of the address after #, without what the page opens with. */
function hashOf(trace, span, tab) {
  const state = new URLSearchParams();
  if (traces.length > 1) state.set("trace", trace.header.get("reference"));
  // An address with a span opens the timeline.
  if (tab !== (span >= 0 ? "timeline" : firstTab())) state.set("tab", tab);
  if (span >= 0) state.set("span", trace.id[span]);
  return `#${state}`;
}

function linkTo(trace, span) {
  return `${location.href.split("#")[0]}${hashOf(trace, span, "timeline")}`;
}

function followHash() {
  const target = new URLSearchParams(location.hash.slice(1));
  const [reference, id, tab] = [target.get("trace"), target.get("span"), target.get("tab")];
  const named = traces.find(next => next.header.get("reference") === reference);
  if (!trace || (named && named !== trace)) showTrace(named ?? traces[0]);
  const span = named || !reference ? trace.indexOfId.get(id) : undefined;
  if (span !== undefined && span !== timeline.selected) goTo(span);
  if (tab && tabs.names.includes(tab)) tabs.show(tab);
  if (reference && !named) notify(`Trace ${visibleLine(reference)} of the address was not found in this file.`);
  else if (id && span === undefined) notify(`Span ${visibleLine(id)} of the address was not found in this trace.`);
  else notify("");
}

/** Shows a notice above the spans; an empty text hides it. */
function notify(text) {
  byId("notice").hidden = text === "";
  byId("notice-text").textContent = text;
}
