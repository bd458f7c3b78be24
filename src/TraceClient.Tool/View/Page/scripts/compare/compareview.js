const compareRowHeight = 32;
const deepestIndent = 12;

/** Shows what differs between two traces: as a whole, and span by span. */
class CompareView {
  constructor({ comparison, onSelect }) {
    this.comparison = comparison;
    this.onSelect = onSelect;
    this.isWhole = false;
    this.selected = -1;
  }

  draw(element) {
    const { comparison } = this;
    // By position: two traces can have one reference, such as those of two files.
    [this.baseline, this.other] = traces.slice(0, 2).map(one => one.load());
    const scroller = make("div", "compare-spans", [], { role: "listbox", tabindex: "0", "aria-label": "Compared spans" });
    const body = make("div", "compare-rows");
    scroller.append(body);
    const titles = make("div", "compare-titles", ["", "Span", "Baseline", "Other", "Differs in"].map(title => make("span", "", title)),
      { "aria-hidden": "true" });
    this.details = make("aside", "panel compare-details", [], { "aria-label": "Differences of the span", tabindex: "-1" });
    this.details.hidden = true;
    element.replaceChildren(
      make("div", "compare-head", [this.sides(), this.totals(), this.choice()]),
      make("div", "work", [make("div", "compare-list", [titles, scroller]), this.details]));
    this.list = new VirtualList(scroller, body, compareRowHeight, row => this.row(row));
    body.addEventListener("click", event => {
      const row = event.target.closest(".compare-row");
      if (row) this.select(Number(row.dataset.row), true);
    });
    scroller.addEventListener("keydown", event => this.onKey(event));
    this.details.addEventListener("keydown", event => {
      if (event.key === "Escape") this.close();
    });
    this.scroller = scroller;
    this.listSpans();
  }

  sides() {
    const side = (trace, sign, classes) => make("p", `compare-side ${classes}`, [
      make("span", "sign", sign), make("strong", "", visibleLine(trace.header.get("name"))),
      make("span", "code soft", visibleLine(trace.header.get("reference"))),
      copyButton(trace.header.get("reference"), "Copy the reference"),
    ]);
    return make("div", "", [side(this.baseline, "−", "removed"), side(this.other, "+", "added")]);
  }

  totals() {
    const { differences } = this.comparison.header;
    if (differences.length === 0) return make("p", "soft", "The traces as a whole do not differ within the tolerances.");
    const rows = differences.map(([property, baseline, other]) => make("tr", "", [
      make("th", "", propertyText(property), { scope: "row" }),
      make("td", "", differenceText(property, baseline)),
      make("td", "", "→"),
      make("td", "", differenceText(property, other)),
    ]));
    return make("div", "table-block", make("table", "table", make("tbody", "", rows)));
  }

  choice() {
    const counts = this.comparison.counts.filter(([, count]) => count > 0).map(([name, count]) => `${count.toLocaleString("en")} ${name}`);
    const toggle = button("button", "Only differences", "Show only the spans that differ, and those above them", () => {
      this.isWhole = !this.isWhole;
      toggle.setAttribute("aria-pressed", String(!this.isWhole));
      this.listSpans();
    });
    toggle.setAttribute("aria-pressed", String(!this.isWhole));
    return make("p", "compare-choice", [toggle, make("span", "", counts.length > 0 ? `Spans: ${counts.join(", ")}` : "No span differs.")]);
  }

  listSpans() {
    const { comparison } = this;
    this.rows = this.isWhole ? comparison.spans.map((_, i) => i) : comparison.differing;
    this.selected = -1;
    this.list.kept = -1;
    this.details.hidden = true;
    this.scroller.removeAttribute("aria-activedescendant");
    this.list.show(this.rows.length);
  }

  /** Returns the trace and the index that describe a span: those of the other trace if it has the span. */
  spanOf([, , baseline, other]) {
    return other === null ? [this.baseline, baseline] : [this.other, other];
  }

  row(row) {
    const span = this.comparison.spans[this.rows[row]];
    const [change, depth, baseline, other, differences] = span;
    const [trace, i] = this.spanOf(span);
    const [sign, name] = change === changes.added ? ["+", "added"] : change === changes.removed ? ["−", "removed"]
      : change & changes.changed ? ["~", "changed"] : change & changes.moved ? ["›", "moved"] : ["", "same"];
    const indent = make("span", "guides");
    indent.style.width = `${Math.min(depth, deepestIndent) * indentWidth}px`;
    const duration = (trace, i) => make("span", "number", i === null ? "–" : trace.timeText(i));
    const element = make("div", `compare-row ${name}`, [
      make("span", "sign", sign, { "aria-label": name === "same" ? null : name }),
      make("span", "compare-name", [
        indent, make("span", styleOf(trace.type[i]).fill),
        make("span", "name", visibleLine(trace.name[i]), { title: visibleLine(trace.name[i]) }),
        make("span", "type-name", typeText(trace.type[i])),
      ]),
      duration(this.baseline, baseline), duration(this.other, other),
      make("span", "differing", [
        change & changes.moved ? make("span", "pill", "moved") : null,
        differences.map(([property]) => make("span", "pill", propertyText(property))),
      ]),
    ], { id: `compared-${row}`, role: "option", "aria-selected": String(row === this.selected) });
    element.dataset.row = String(row);
    return element;
  }

  select(row, isOpen) {
    this.list.elements.get(this.selected)?.setAttribute("aria-selected", "false");
    this.selected = this.list.kept = row;
    this.list.scrollTo(row);
    this.list.update();
    this.list.elements.get(row).setAttribute("aria-selected", "true");
    this.scroller.setAttribute("aria-activedescendant", `compared-${row}`);
    if (isOpen || !this.details.hidden) this.showDetails(this.comparison.spans[this.rows[row]]);
  }

  showDetails(span) {
    const [, , baseline, other, differences] = span;
    const [trace, i] = this.spanOf(span);
    const link = (trace, i, side) => i === null ? null
      : make("p", "soft", [`${side}: `, spanLink(trace, i, this.onSelect), ` ${trace.timeText(i)}`]);
    this.details.replaceChildren(
      make("header", "panel-head", make("div", "panel-title", [
        make("h2", "", visible(trace.name[i])),
        button("button icon-only flat", icon("close"), "Close (Esc)", () => this.close()),
      ])),
      make("div", "compare-body", [
        link(this.baseline, baseline, "Baseline"), link(this.other, other, "Other"),
        baseline === null ? make("p", "", "Only the other trace has this span.") : null,
        other === null ? make("p", "", "Only the baseline has this span.") : null,
        baseline !== null && other !== null && differences.length === 0
          ? make("p", "soft", "Nothing differs within the tolerances.") : null,
        differences.map(([property, before, after]) => make("section", "difference", [
          make("h3", "", propertyText(property)), this.side("−", "removed", property, before), this.side("+", "added", property, after),
        ])),
      ]));
    this.details.hidden = false;
    this.details.scrollTop = 0;
  }

  side(sign, classes, property, value) {
    const isBody = ["arguments", "input", "output"].includes(property) && value !== null;
    return make("div", `change ${classes}`, [
      make("span", "sign", sign),
      isBody ? make("div", "", valueView(parseJson(value))) : make("span", "", differenceText(property, value)),
    ]);
  }

  close() {
    this.details.hidden = true;
    this.scroller.focus({ preventScroll: true });
  }

  onKey(event) {
    const last = this.rows.length - 1;
    const page = Math.max(1, Math.floor(this.scroller.clientHeight / compareRowHeight) - 1);
    const target = {
      ArrowDown: this.selected + 1, ArrowUp: this.selected - 1, Home: 0, End: last,
      PageDown: this.selected + page, PageUp: this.selected - page,
    }[event.key];
    if (event.key === "Enter" && this.selected >= 0) this.showDetails(this.comparison.spans[this.rows[this.selected]]);
    else if (event.key === "Escape" && !this.details.hidden) this.close();
    else if (target !== undefined && last >= 0) this.select(Math.min(last, Math.max(0, target)), false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
