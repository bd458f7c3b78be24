// The columns of traces and sessions. A cell is a text or an element; a sort order makes the header a button.

const traceColumns = [
  { name: "mark", title: "", label: "Mark for comparison", cell: markBox },
  { name: "type", title: "Type", cell: typeBadge },
  { name: "name", title: "Name", sort: "name", cell: trace => rowLink(traceAddress(trace), trace.name) },
  { name: "source", title: "Source", cell: trace => trace.source },
  { name: "status", title: "Status", cell: statusCell },
  { name: "start", title: "Start", sort: "newest", cell: timeCell },
  { name: "duration", title: "Duration", sort: "duration", cell: trace => durationOfRow(trace.durationMs) },
  { name: "spans", title: "Spans", sort: "spans", cell: numberCell("spanCount") },
  { name: "errors", title: "Errors", sort: "errors", cell: errorCell },
  { name: "model", title: "Model", cell: trace => trace.model },
  { name: "tokens", title: "Tokens", cell: trace => trace.usage?.totalTokens?.toLocaleString("en") },
  { name: "cost", title: "Cost", cell: trace => costOf(trace.usage) },
  { name: "session", title: "Session", cell: sessionLink },
];

const sessionColumns = [
  { name: "name", title: "First trace", sort: "name", cell: session => rowLink(sessionAddress(session.source, session.id), session.name) },
  { name: "id", title: "Session", cell: session => session.id },
  { name: "source", title: "Source", cell: session => session.source },
  { name: "traces", title: "Traces", cell: tracesLink },
  { name: "start", title: "Start", sort: "newest", cell: timeCell },
  { name: "duration", title: "Duration", sort: "duration", cell: session => durationOfRow(session.durationMs) },
  { name: "spans", title: "Spans", sort: "spans", cell: numberCell("spanCount") },
  { name: "errors", title: "Errors", sort: "errors", cell: errorCell },
];

const columns = () => state.sessions ? sessionColumns : traceColumns;

/** Creates the main link of a row, which covers the row. */
function rowLink(address, name) {
  return make("a", "row-link", visibleLine(name) || "(no name)", { href: address, tabindex: -1 });
}

function markBox(trace) {
  const box = make("input", "", [], {
    type: "checkbox",
    tabindex: -1,
    title: "Mark for comparison (c)",
    "aria-label": `Mark ${visibleLine(trace.name)} for comparison`,
  });
  box.checked = state.marks.includes(trace.reference);
  box.addEventListener("change", () => toggleMark(trace));
  return make("label", "mark-box", box);
}

/** Creates the badge of the most telling type of a trace. */
function typeBadge(trace) {
  const [type] = [...trace.spanTypes ?? []].sort(compareTypes);
  if (!type) return null;
  const title = `Types of spans: ${trace.spanTypes.map(typeText).join(", ")}`;
  return make("span", "badge", [make("span", styleOf(type).fill), make("span", "type-name", typeText(type))], { title });
}

function statusCell(trace) {
  const status = trace.status ?? "Unset";
  const symbol = statusIcons.get(status) ?? "unset";
  const text = statusOf(trace);
  return make("span", `row-status ${status.toLowerCase()}`, [icon(symbol), make("span", "", text)], { title: text });
}

function timeCell(row) {
  const time = row.startTime ?? row.recordedAt;
  return time && make("time", "", timeOfRow(time), { datetime: time, title: row.startTime ? time : `Recorded at ${time}` });
}

function numberCell(name) {
  return row => row[name]?.toLocaleString("en");
}

function errorCell(row) {
  return row.errorCount > 0 ? make("span", "error-number", row.errorCount.toLocaleString("en")) : row.errorCount?.toString();
}

function sessionLink(trace) {
  return trace.sessionId
    && make("a", "link", visibleLine(trace.sessionId), {
      href: sessionAddress(trace.source, trace.sessionId),
      tabindex: -1,
      title: `Open the session ${visibleLine(trace.sessionId)}`,
    });
}

function tracesLink(session) {
  const query = new URLSearchParams({ source: session.source, session: session.id });
  return make("a", "link", countText(session.traceCount, "trace"), { href: `/?${query}`, tabindex: -1, title: "List these traces" });
}
