// Addresses that lead to a span.

const hashOf = (trace, span) => `#${new URLSearchParams(traces.length > 1
  ? { trace: trace.header.get("reference"), span: trace.id[span] }
  : { span: trace.id[span] })}`;

function linkTo(trace, span) {
  return `${location.href.split("#")[0]}${hashOf(trace, span)}`;
}

function followHash() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  const [reference, id] = [wanted.get("trace"), wanted.get("span")];
  const named = traces.find(next => next.header.get("reference") === reference);
  if (!trace || (named && named !== trace)) showTrace(named ?? traces[0]);
  const span = named || !reference ? trace.indexOfId.get(id) : undefined;
  if (span !== undefined && span !== timeline.selected) goTo(span);
  if (reference && !named) notify(`The trace ${visibleLine(reference)} that the address names is not in this file.`);
  else if (id && span === undefined) notify(`The span ${visibleLine(id)} that the address names is not in this trace.`);
  else notify("");
}

/** Says something above the spans until it is closed; an empty text takes it back. */
function notify(text) {
  byId("notice").hidden = text === "";
  byId("notice-text").textContent = text;
}
