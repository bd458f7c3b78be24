/** What is said of the trace as a whole. */
function showHeader(trace, { onSpan, onError }) {
  const { header } = trace;
  const status = header.get("status");
  const pill = byId("trace-status");
  pill.hidden = status === "Unset";
  pill.textContent = statusText(status);
  pill.className = `status ${status.toLowerCase()}`;
  const name = visibleLine(header.get("name"));
  byId("trace-name").textContent = name;
  byId("trace-name").title = name;
  document.title = `${name} · trace`;
  byId("facts").replaceChildren(...factsOf(trace, onError));
  showWarnings(trace, onSpan);
}

function factsOf(trace, onError) {
  const { header } = trace;
  const text = (value, classes = "") => value && make("span", classes, visibleLine(value), { title: visibleLine(value) });
  const [start, duration] = [header.get("start"), header.get("duration")];
  const errors = trace.errorCount;
  return [
    fact("Source", text(header.get("source"))),
    fact("Reference", text(header.get("reference"), "code"), copyButton(header.get("reference"), "Copy the reference")),
    fact("Start", start && make("span", "", localTimeText(start), { title: start })),
    fact("Duration", duration !== null && make("span", "", durationText(Number(duration)))),
    fact("Spans", make("span", "", trace.count.toLocaleString("en"))),
    fact("Errors", errors > 0 ? errorLink(errors, onError) : header.get("status") === "Unset" ? noneReported() : make("span", "", "0")),
    fact("Session", text(header.get("session"), "code")),
    fact("Service", text(header.get("service"))),
    fact("User", text(header.get("user"))),
    fact("Complete", !header.get("complete") && make("span", "", "not yet", { title: "The source has not said that the work has ended: spans may follow" })),
  ].filter(part => part);
}

function fact(name, value, ...more) {
  return value ? make("div", "fact", [make("dt", "", name), make("dd", "", [value, ...more])]) : null;
}

function errorLink(errors, onError) {
  const link = make("button", "link error", errors.toLocaleString("en"), { type: "button", title: "Go to the next error (e)" });
  link.addEventListener("click", onError);
  return link;
}

// Calyptia, for one, does not tell an error from nothing: a plain 0 would say more than it does.
const noneReported = () => make("span", "", "none reported", { title: "The source has not said how the work ended" });

function showWarnings(trace, onSpan) {
  const warnings = trace.header.get("warnings") ?? [];
  byId("warnings").hidden = warnings.length === 0;
  byId("warnings").open = false;
  byId("warning-count").textContent = warnings.length === 1 ? "1 warning" : `${warnings.length.toLocaleString("en")} warnings`;
  const list = byId("warning-list");
  list.replaceChildren();
  appendInParts(list, warnings, 50, warning => {
    const span = trace.indexOfId.get(warning.get("span"));
    const link = span === undefined ? null : make("button", "link", visibleLine(trace.name[span]), { type: "button" });
    link?.addEventListener("click", () => onSpan(span));
    return make("li", "", [make("span", "code", visibleLine(warning.get("code"))), make("span", "", visible(warning.get("message"))), link]);
  });
}

/** The types of the trace: what their colours mean, and at the same time the filter. */
function showLegend(trace, onToggle) {
  const counts = new Map();
  for (const type of trace.type) counts.set(type, (counts.get(type) ?? 0) + 1);
  const types = [...counts.keys()].sort(compareTypes);
  // Many types get a line of their own below the buttons.
  byId("legend").classList.toggle("wide", types.length > 5);
  byId("legend").replaceChildren(...types.map(type => {
    const look = lookOf(type);
    const chip = make("button", "chip", [make("span", look.fill), typeText(type), make("span", "count", counts.get(type).toLocaleString("en"))], {
      type: "button",
      title: `${look.short}: show only ${typeText(type)}`,
      "aria-pressed": "false",
    });
    chip.addEventListener("click", () => onToggle(type));
    chip.dataset.type = type;
    return chip;
  }));
}

function showFilters() {
  for (const chip of byId("legend").children) chip.setAttribute("aria-pressed", String(filters.types.has(chip.dataset.type)));
  byId("legend").classList.toggle("filtering", filters.types.size > 0);
  byId("errors-only").setAttribute("aria-pressed", String(filters.errorsOnly));
  byId("search-only").setAttribute("aria-pressed", String(search.only));
  byId("clear-filters").hidden = !isFiltering();
}
