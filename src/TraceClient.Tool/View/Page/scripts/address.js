// Links to spans.

const hashOf = (trace, span) => `#${new URLSearchParams(traces.length > 1
  ? { trace: trace.header.get("reference"), span: trace.id[span] }
  : { span: trace.id[span] })}`;

function linkTo(trace, span) {
  return `${location.href.split("#")[0]}${hashOf(trace, span)}`;
}

function followHash() {
  const target = new URLSearchParams(location.hash.slice(1));
  const [reference, id] = [target.get("trace"), target.get("span")];
  const named = traces.find(next => next.header.get("reference") === reference);
  if (!trace || (named && named !== trace)) showTrace(named ?? traces[0]);
  const span = named || !reference ? trace.indexOfId.get(id) : undefined;
  if (span !== undefined && span !== timeline.selected) goTo(span);
  if (reference && !named) notify(`Trace ${visibleLine(reference)} of the address was not found in this file.`);
  else if (id && span === undefined) notify(`Span ${visibleLine(id)} of the address was not found in this trace.`);
  else notify("");
}

/** Shows a notice above the spans; an empty text hides it. */
function notify(text) {
  byId("notice").hidden = text === "";
  byId("notice-text").textContent = text;
}
