const recordsAtOnce = 25;

/** The details of one span. */
class Panel {
  constructor(element, { onClose, onSelect, onConversation }) {
    this.element = element;
    this.onClose = onClose;
    this.onSelect = onSelect;
    this.onConversation = onConversation;
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
      this.genAI(span, details.get("genAI")),
      this.times(span, details),
      this.changes(span, details),
      ...this.recordSections(span, details),
      details.has("attributes")
          ? this.section("Attributes", details.get("attributes").size, attributesView(details.get("attributes")))
          : null,
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
        copyButton(() => linkTo(trace, span), "Copy a link to this span", "link", ""),
        copyButton(() => spanMarkdown(trace, span), "Copy the span as Markdown", "markdown", ""),
        trace.hasChildren(span)
          ? copyButton(() => subtreeMarkdown(trace, span), "Copy the span and those below it as Markdown", "tree", "") : null,
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
      if (!Number.isNaN(trace.self[span]) && trace.hasChildren(span)) add("Self time", durationText(trace.self[span]));
      if (trace.critical.has(span)) add("Critical path", durationText(criticalTimeOf(trace, span)));
      add("Start", time(details.get("start"), trace.start[span]) ?? unknown());
      add("End", time(details.get("end"), trace.end[span]) ?? unknown());
    }
    add("Id", [marked("span", "value code", visibleLine(trace.id[span])), copyButton(trace.id[span], "Copy the id")]);
    add("Parent", this.parentLink(span, details));
    return make("section", "", list);
  }

  parentLink(span, details) {
    const parent = this.trace.parent[span];
    if (parent >= 0) return spanLink(this.trace, parent, this.onSelect);
    const id = details.get("parent");
    if (!id) return null;
    return make("span", "value", [marked("span", "code", visibleLine(id)), make("span", "soft", " (not in this trace)")]);
  }

  /** Creates the section of a model, tool or agent call: what was requested, what it took, and what was said. */
  genAI(span, info) {
    if (!info) return null;
    const messages = this.messagesOf(span);
    const pairs = make("dl", "pairs", [...info].flatMap(([name, value]) => [
      make("dt", "", name),
      marked("dd", "", typeof value === "number" && name.endsWith("tokens") ? value.toLocaleString("en") : visibleLine(String(value))),
    ]));
    const said = messages.length === 0 ? null : make("p", "said", [
      `${countText(messages.length, "message")} first said here. `,
      linkButton("Show the conversation", () => this.onConversation(span)),
    ]);
    return this.section("Model and tools", null, pairs, said);
  }

  messagesOf(span) {
    this.conversations ??= new WeakMap();
    if (!this.conversations.has(this.trace))
      this.conversations.set(this.trace, Map.groupBy(this.trace.conversation, message => message.get("span")));
    return this.conversations.get(this.trace).get(span) ?? [];
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
      appendInParts(body, list, recordsAtOnce, (record, i) => recordView(record, list.length > 1 ? `${i + 1}` : ""));
      return this.section(title, list.length > 1 || title === "Records" || title === "Events" ? list.length : null, body);
    });
  }

  map(title, map) {
    return map ? this.section(title, map.size, pairsView(map)) : null;
  }

  links(links) {
    if (!links) return null;
    return this.section("Links", links.length, links.map(link => {
      const target = link.get("trace") === this.trace.header.get("id") ? this.trace.indexOfId.get(link.get("span")) : undefined;
      const span = target === undefined
          ? marked("span", "code", visibleLine(link.get("span")))
          : spanLink(this.trace, target, this.onSelect);
      const list = make("dl", "pairs", [
        make("dt", "", "Trace"), make("dd", "", marked("span", "code", visibleLine(link.get("trace")))),
        make("dt", "", "Span"), make("dd", "", span),
      ]);
      return make("article", "record", [list, link.has("attributes") ? pairsView(link.get("attributes")) : null]);
    }));
  }

  changes(span, details) {
    const changes = changesOf(this.trace, details);
    return changes && this.section("Changes", changes.records.length, changesView(this.trace, span, details, this.onSelect));
  }
}

function titleView(name) {
  const title = marked("h2", "", visible(name));
  title.dir = "auto";
  return title;
}

/** Creates the view of an input, an output, an event or a log record. */
function recordView(record, number) {
  const body = record.get("body");
  return make("article", "record", [
    recordHead(record, number),
    body === null ? null : typeof body === "string" ? bodyView(body) : jsonView(body),
    record.has("attributes") ? pairsView(record.get("attributes")) : null,
  ]);
}

const bodyView = text => embeddedJson(text) === undefined ? textView(text) : make("div", "json", stringView(text, "text"));

/** Creates the views of records. */
function recordsView(records) {
  const list = make("div", "");
  appendInParts(list, records, recordsAtOnce, (record, i) => recordView(record, `${i + 1}`));
  return list;
}

function recordHead(record, title = "") {
  const [kind, time] = [record.get("kind"), record.get("timestamp")];
  const name = record.get("name") ?? title;
  if (!name && !time) return null;
  return make("div", `record-head ${kind.toLowerCase()}`, [
    name ? marked("span", "record-name", visibleLine(name)) : null,
    time ? make("span", "time", `${localTimeText(time)}  ${offsetText(record.get("offset"))}`, { title: time }) : null,
  ]);
}

const manyAttributes = 10;

/** Creates the view of attributes; many of them are grouped by the first part of their names. */
function attributesView(map) {
  if (map.size <= manyAttributes) return pairsView(map);
  const groups = Map.groupBy(map, ([name]) => /^[^.]+(?=\.)/.exec(name)?.[0] ?? "");
  const single = [...groups].filter(([prefix, members]) => prefix === "" || members.length === 1).flatMap(([, members]) => members);
  return make("div", "", [
    single.length > 0 ? pairsView(new Map(single)) : null,
    [...groups].filter(([prefix, members]) => prefix !== "" && members.length > 1).map(([prefix, members]) => make("details", "prefix", [
      make("summary", "", [icon("right"), visibleLine(prefix), make("span", "count", String(members.length))]),
      pairsView(new Map(members)),
    ], { open: "" })),
  ]);
}

/** Creates a list of names and values. */
function pairsView(map) {
  const list = make("dl", "pairs");
  appendInParts(list, [...map], membersAtOnce, ([key, value]) => {
    const view = isContainer(value) ? jsonView(value)
      : typeof value === "string" ? stringView(value, "value")
      : make("span", "json value", leafView(value));
    const pair = document.createDocumentFragment();
    pair.append(marked("dt", "", visibleLine(key)), make("dd", "", view));
    return pair;
  });
  return list;
}
