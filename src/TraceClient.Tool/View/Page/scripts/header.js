/** Shows the properties of the trace. */
function showHeader(trace, { onSpan, onError }) {
  const { header } = trace;
  const status = header.get("status");
  const pill = byId("trace-status");
  pill.hidden = status === "Unset" && trace.errorCount === 0;
  pill.textContent = statusSummary(trace);
  pill.className = `status ${status.toLowerCase()}`;
  const name = visibleLine(header.get("name"));
  byId("trace-name").textContent = name;
  byId("trace-name").title = name;
  document.title = `${name} · trace`;
  byId("facts").replaceChildren(...propertiesOf(trace, onError));
  showWarnings(trace, onSpan);
}

/** Returns the status in words, such as OK, 1 failed span. */
function statusSummary(trace) {
  const status = statusText(trace.header.get("status"));
  const failed = trace.errorCount === 0 ? null : countText(trace.errorCount, "failed span");
  return [status === "Unset" ? null : status, failed].filter(part => part).join(", ");
}

function propertiesOf(trace, onError) {
  const { header } = trace;
  const text = (value, classes = "") => value && make("span", classes, visibleLine(value), { title: visibleLine(value) });
  const [start, duration] = [header.get("start"), header.get("duration")];
  const errors = trace.errorCount;
  const usage = header.get("usage");
  const models = [...new Set(trace.model.filter(model => model))];
  return [
    property("Start", start && make("span", "", [localTimeText(start), make("span", "soft zone", zoneText(start))], { title: start })),
    property("Duration", duration !== null && make("span", "", durationText(Number(duration)))),
    property("Spans", make("span", "", trace.count.toLocaleString("en"))),
    property("Errors", errors > 0 ? errorLink(errors, onError) : header.get("status") === "Unset" ? noneReported() : make("span", "", "0")),
    property(models.length === 1 ? "Model" : "Models", text(models.join(", "))),
    property("Tokens", usage?.has("total") || usage?.has("input") || usage?.has("output") ? usageView(usage) : null),
    property("Cost", text(usage?.get("cost"))),
    property("Source", text(header.get("source"))),
    property("Reference", text(header.get("reference"), "code"), copyButton(header.get("reference"), "Copy the reference")),
    property("Session", text(header.get("session"), "code")),
    property("Service", text(header.get("service"))),
    property("User", text(header.get("user"))),
    property("Complete", !header.get("complete")
      && make("span", "", "no", { title: "The source has not reported the end of the trace. More spans may follow." })),
  ].filter(part => part);
}

function usageView(usage) {
  const count = name => usage.has(name) ? Number(usage.get(name)).toLocaleString("en") : null;
  const parts = [[count("input"), "in"], [count("cached"), "of them cached"], [count("output"), "out"]].filter(([value]) => value);
  return make("span", "", count("total") ?? parts.map(part => part.join(" ")).join(", "),
    { title: parts.map(part => part.join(" ")).join(", ") });
}

function property(name, value, ...more) {
  return value ? make("div", "fact", [make("dt", "", name), make("dd", "", [value, ...more])]) : null;
}

function errorLink(errors, onError) {
  const link = make("button", "link error", errors.toLocaleString("en"), { type: "button", title: "Go to the next error (e)" });
  link.addEventListener("click", onError);
  return link;
}

// Some sources, such as Calyptia, do not report success: 0 would be misleading.
const noneReported = () => make("span", "", "none reported", { title: "The source has not reported the result of the trace." });

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
    const code = make("span", "code", visibleLine(warning.get("code")));
    return make("li", "", [code, make("span", "", visible(warning.get("message"))), link]);
  });
}

/** Shows the types of the trace with their colors, as a legend and filter. */
function showLegend(trace, onToggle) {
  const counts = new Map();
  for (const type of trace.type) counts.set(type, (counts.get(type) ?? 0) + 1);
  const types = [...counts.keys()].sort(compareTypes);
  // More than five types move to a line of their own.
  byId("legend").classList.toggle("wide", types.length > 5);
  byId("legend").replaceChildren(...types.map(type => {
    const style = styleOf(type);
    const count = make("span", "count", counts.get(type).toLocaleString("en"));
    const chip = make("button", "chip", [make("span", style.fill), typeText(type), count], {
      type: "button",
      title: `Show only ${typeText(type)}`,
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
