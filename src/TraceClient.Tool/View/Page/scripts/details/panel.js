const recordsAtOnce = 25;

/** The details of one span. */
class Panel {
  constructor(element, { onClose, onSelect }) {
    this.element = element;
    this.onClose = onClose;
    this.onSelect = onSelect;
    // Collapsed sections stay collapsed for other spans.
    this.closed = new Set(["Resource"]);
  }

  get isOpen() {
    return !this.element.hidden;
  }

  show(trace, span) {
    this.trace = trace;
    const details = trace.details(span);
    this.element.replaceChildren(...[
      this.head(span, details),
      details.has("message") ? make("p", "notice error", [icon("error"), marked("span", "", visible(details.get("message")))]) : null,
      ...(details.get("warnings") ?? []).map(warning =>
        make("p", "notice warning", [icon("warning"), make("span", "", visible(warning.get("message")))])),
      this.times(span, details),
      this.changes(span, details),
      ...this.recordSections(span, details),
      this.map("Attributes", details.get("attributes")),
      this.map("Resource", details.get("resource")),
      this.links(details.get("links")),
    ].filter(part => part));
    this.element.scrollTop = 0;
    this.element.hidden = false;
  }

  hide() {
    this.element.hidden = true;
    this.element.replaceChildren();
  }

  head(span, details) {
    const { trace } = this;
    const type = trace.type[span];
    const status = statusTexts[trace.status[span]];
    return make("header", "panel-head", [
      make("div", "panel-title", [
        titleView(trace.name[span]),
        copyButton(linkTo(trace, span), "Copy a link to this span", "link", ""),
        button("button icon-only flat", icon("close"), "Close (Esc)", this.onClose),
      ]),
      make("div", "panel-tags", [
        make("span", "type-tag", [make("span", styleOf(type).fill), typeText(type)]),
        details.has("kind") ? make("span", "", details.get("kind")) : null,
        status ? make("span", `status ${status.toLowerCase()}`, statusText(status)) : null,
      ]),
    ]);
  }

  times(span, details) {
    const { trace } = this;
    const duration = trace.duration(span);
    const list = make("dl", "pairs");
    const add = (name, value) => value && list.append(make("dt", "", name), make("dd", "", value));
    const time = (utc, offset) =>
      utc && make("span", "value", [localTimeText(utc), make("span", "soft", offsetText(offset))], { title: `${utc}` });
    if (Number.isNaN(duration) && !details.has("start") && !details.has("end")) add("Times", make("span", "soft", "none"));
    else {
      const unknown = () => make("span", "soft", "unknown");
      add("Duration", Number.isNaN(duration) ? unknown() : durationText(duration));
      add("Start", time(details.get("start"), trace.start[span]) ?? unknown());
      add("End", time(details.get("end"), trace.end[span]) ?? unknown());
    }
    add("Id", [marked("span", "value code", visibleLine(trace.id[span])), copyButton(trace.id[span], "Copy the id")]);
    add("Parent", this.parentLink(span, details));
    return make("section", "", list);
  }

  parentLink(span, details) {
    const parent = this.trace.parent[span];
    if (parent >= 0) return this.spanLink(parent);
    const id = details.get("parent");
    if (!id) return null;
    return make("span", "value", [marked("span", "code", visibleLine(id)), make("span", "soft", " (not in this trace)")]);
  }

  spanLink(span) {
    const link = make("button", "link", visibleLine(this.trace.name[span]), { type: "button" });
    link.addEventListener("click", () => this.onSelect(span));
    return link;
  }

  section(title, count, ...children) {
    const summary = make("summary", "", [icon("right"), title, count === null ? null : make("span", "count", count.toLocaleString("en"))]);
    const section = make("details", "section", [summary, make("div", "section-body", children)]);
    section.open = !this.closed.has(title);
    section.addEventListener("toggle", () => {
      if (section.open) this.closed.delete(title);
      else this.closed.add(title);
    });
    return section;
  }

  /** Creates the sections of inputs, outputs, events and log records. */
  recordSections(span, details) {
    const records = details.get("records") ?? [];
    const of = (...kinds) => records.filter(record => kinds.includes(record.get("kind")));
    const sections = [
      ["Exceptions", of("Exception")],
      ["Input", of("Input")],
      ["Output", of("Output")],
      ["Events", of("Event")],
      ["Records", of("Log")],
    ];
    return sections.filter(([, list]) => list.length > 0).map(([title, list]) => {
      const body = make("div", "");
      appendInParts(body, list, recordsAtOnce, (record, i) => this.record(record, list.length > 1 ? `${i + 1}` : ""));
      return this.section(title, list.length > 1 || title === "Records" || title === "Events" ? list.length : null, body);
    });
  }

  record(record, number) {
    return make("article", "record", [
      this.recordHead(record, number),
      record.get("body") === null ? null : jsonView(record.get("body")),
      record.has("attributes") ? pairsView(record.get("attributes")) : null,
    ]);
  }

  recordHead(record, title = "") {
    const [kind, time] = [record.get("kind"), record.get("timestamp")];
    const name = record.get("name") ?? title;
    if (!name && !time) return null;
    return make("div", `record-head ${kind.toLowerCase()}`, [
      name ? marked("span", "record-name", visibleLine(name)) : null,
      time ? make("span", "time", `${localTimeText(time)}  ${offsetText(record.get("offset"))}`, { title: time }) : null,
    ]);
  }

  map(title, map) {
    return map ? this.section(title, map.size, pairsView(map)) : null;
  }

  links(links) {
    if (!links) return null;
    return this.section("Links", links.length, links.map(link => {
      const target = link.get("trace") === this.trace.header.get("id") ? this.trace.indexOfId.get(link.get("span")) : undefined;
      const span = target === undefined ? marked("span", "code", visibleLine(link.get("span"))) : this.spanLink(target);
      const list = make("dl", "pairs", [
        make("dt", "", "Trace"), make("dd", "", marked("span", "code", visibleLine(link.get("trace")))),
        make("dt", "", "Span"), make("dd", "", span),
      ]);
      return make("article", "record", [list, link.has("attributes") ? pairsView(link.get("attributes")) : null]);
    }));
  }

  changes(span, details) {
    const changes = changesOf(this.trace, details);
    if (!changes) return null;
    const { before, same, records } = changes;
    const which = before === this.trace.parent[span] ? "" : ", the end of the previous pass";
    const rest = records.length === 0 ? ": no changes." : same > 0 ? `; ${recordsText(same)} unchanged.` : ".";
    const body = make("div", "changes-list");
    appendInParts(body, records, recordsAtOnce, change => changeView(change, (record, title) => this.recordHead(record, title)));
    return this.section("Changes", records.length, make("p", "soft since", ["Compared with ", this.spanLink(before), which, rest]), body);
  }
}

function titleView(name) {
  const title = marked("h2", "", visible(name));
  title.dir = "auto";
  return title;
}

const recordsText = count => count === 1 ? "1 record" : `${count.toLocaleString("en")} records`;

/** Creates a list of names and values. */
function pairsView(map) {
  const list = make("dl", "pairs");
  appendInParts(list, [...map], membersAtOnce, ([key, value]) => {
    const view = isContainer(value) ? jsonView(value)
      : typeof value === "string" ? longTextView(value, "value")
      : make("span", "json value", leafView(value));
    const pair = document.createDocumentFragment();
    pair.append(marked("dt", "", visibleLine(key)), make("dd", "", view));
    return pair;
  });
  return list;
}
