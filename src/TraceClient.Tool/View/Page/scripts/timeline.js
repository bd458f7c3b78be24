const rowHeight = 28;
const indentWidth = 14;
const rowsBeyond = 6;
const shortestRange = 100;
const wheelZoom = 1.0015;

// Room at both ends of the time, so that nothing sticks to an edge.
const margin = 12;
const mostPrintedRows = 1000;

/** The tree and its bars: only the rows in sight are in the document. */
class Timeline {
  constructor({ onSelect, onOpen, onChange }) {
    this.scroller = byId("timeline");
    this.grid = byId("grid");
    this.body = byId("rows");
    this.lines = byId("grid-lines");
    this.axis = byId("axis");
    this.pointerTime = byId("pointer-time");
    this.onSelect = onSelect;
    this.onOpen = onOpen;
    this.onChange = onChange;
    this.elements = new Map();
    this.selected = -1;
    this.printing = false;
    this.draw = everyFrame(() => this.drawNow());
    this.measureText = document.createElement("canvas").getContext("2d");
    this.minimap = new Minimap((element, range) => this.zoomByDrag(element, range));
    this.zoomByDrag(this.axis, () => [this.timeAt(0), this.timeAt(this.width)]);
    this.listen();
  }

  listen() {
    this.scroller.addEventListener("scroll", this.draw, { passive: true });
    this.scroller.addEventListener("wheel", event => this.onWheel(event), { passive: false });
    new ResizeObserver(() => this.resize()).observe(this.scroller);
    this.body.addEventListener("click", event => this.onClick(event));
    this.body.addEventListener("dblclick", event => {
      const span = this.spanAt(event);
      if (span >= 0 && !event.target.closest(".twisty")) this.toggle(span);
    });
    this.scroller.addEventListener("pointermove", event => this.showPointer(event));
    this.scroller.addEventListener("pointerleave", () => this.hidePointer());
    window.addEventListener("beforeprint", () => this.print(true));
    window.addEventListener("afterprint", () => this.print(false));
  }

  show(trace) {
    this.trace = trace;
    this.rows = new Rows(trace);
    this.selected = -1;
    [this.from, this.to] = [0, trace.length];
    this.scroller.scrollTop = 0;
    this.resize();
    this.refresh();
  }

  /** Draws all anew: the filters, the search or the tree have changed. */
  refresh() {
    this.clear();
    this.body.style.height = `${this.rows.spans.length * rowHeight}px`;
    this.grid.setAttribute("aria-rowcount", String(this.rows.spans.length + 1));
    this.drawNow();
    this.onChange();
  }

  clear() {
    for (const element of this.elements.values()) element.remove();
    this.elements.clear();
  }

  resize() {
    if (!this.trace) return;
    this.width = Math.max(4 * margin, this.axis.clientWidth);
    this.font = getComputedStyle(this.scroller).fontFamily;
    this.measureText.font = `11px ${this.font}`;
    this.minimap.draw(this.trace);
    this.drawTime();
    this.redraw();
  }

  redraw() {
    this.clear();
    this.drawNow();
  }

  // Rows

  drawNow() {
    if (!this.trace) return;
    const { spans } = this.rows;
    const top = Math.max(0, this.scroller.scrollTop);
    const height = this.scroller.clientHeight;
    let [first, last] = [Math.max(0, Math.floor(top / rowHeight) - rowsBeyond), Math.min(spans.length, Math.ceil((top + height) / rowHeight) + rowsBeyond)];
    if (this.printing) [first, last] = [0, Math.min(spans.length, mostPrintedRows)];

    const wanted = new Set(spans.subarray(first, last));
    // The selected row stays, since the grid names it as its active one.
    if (this.selected >= 0 && this.rows.rowOf[this.selected] >= 0) wanted.add(this.selected);
    for (const [span, element] of this.elements) {
      if (wanted.has(span)) continue;
      element.remove();
      this.elements.delete(span);
    }
    const fresh = document.createDocumentFragment();
    for (const span of wanted) {
      if (this.elements.has(span)) continue;
      const element = this.rowView(span);
      this.elements.set(span, element);
      fresh.append(element);
    }
    this.body.append(fresh);
  }

  rowView(span) {
    const { trace, rows } = this;
    const row = rows.rowOf[span];
    const element = make("div", "row", [this.treeCell(span), this.timeCell(span)], {
      id: `row-${span}`,
      role: "row",
      "aria-level": trace.depth[span] + 1,
      "aria-rowindex": row + 2,
      "aria-selected": span === this.selected,
      "aria-expanded": trace.hasChildren(span) ? !trace.collapsed[span] : null,
    });
    element.style.top = `${row * rowHeight}px`;
    element.dataset.span = String(span);
    element.classList.toggle("failed", trace.isError(span));
    element.classList.toggle("context", rows.passing[span] === 0);
    element.classList.toggle("found", search.term !== "" && search.isMatch[span] === 1);
    return element;
  }

  treeCell(span) {
    const { trace } = this;
    const type = trace.type[span];
    const look = lookOf(type);
    const deepest = this.deepestIndent();
    const depth = trace.depth[span];
    const guides = make("span", "guides");
    guides.style.width = `${Math.min(depth, deepest) * indentWidth}px`;
    const name = marked("span", "name", visibleLine(trace.name[span]));
    name.title = visibleLine(trace.name[span]);
    return make("div", "tree-cell", [
      guides,
      depth > deepest ? make("span", "deeper", String(depth), { title: `Level ${depth + 1}` }) : null,
      make("span", "twisty", trace.hasChildren(span) ? icon("right") : [], { "aria-hidden": "true" }),
      make("span", "badge", [make("span", look.fill), look.short], { title: typeText(type) }),
      name,
      make("span", "marks", this.marksOf(span)),
    ], { role: "gridcell" });
  }

  marksOf(span) {
    const { trace } = this;
    const marks = [];
    if (search.term !== "" && search.isMatch[span] === 1 && !isRowMatch(trace, span)) marks.push(make("span", "pill match", "match", { title: "In its id, attributes or records" }));
    if (trace.collapsed[span] && trace.hasChildren(span)) {
      const errors = trace.errorsInside[span];
      marks.push(make("span", "pill", `+${(trace.after[span] - span - 1).toLocaleString("en")}`, { title: "Spans inside" }));
      if (errors > 0) marks.push(make("span", "pill error", `${errors.toLocaleString("en")} failed`));
    }
    if (trace.records[span] > 0) marks.push(make("span", "records", `${trace.records[span].toLocaleString("en")} rec`, { title: recordsText(trace.records[span]) }));
    if (trace.warnings[span] > 0) marks.push(titled(icon("warning", "warning-icon"), "Has a warning"));
    if (trace.isError(span)) marks.push(titled(icon("error", "error-icon"), "Failed"));
    return marks;
  }

  /** How many levels the tree indents: a chain of thousands must leave room for the names. */
  deepestIndent() {
    return Math.max(2, Math.floor(this.treeWidth() * .35 / indentWidth));
  }

  treeWidth() {
    return this.scroller.clientWidth - this.width;
  }

  timeCell(span) {
    const cell = make("div", "time-cell", [], { role: "gridcell" });
    const { trace } = this;
    const [start, end] = trace.extent(span);
    if (Number.isNaN(end)) {
      cell.append(make("span", "no-times", "no times"));
      return cell;
    }

    const duration = trace.duration(span);
    const label = Number.isNaN(duration) ? (Number.isNaN(trace.start[span]) ? "end only" : "no end") : durationText(duration);
    const [left, right] = [this.xOf(start), this.xOf(end)];
    cell.setAttribute("aria-label", `${label}, ${offsetText(start)}`);
    if (right < 0 || left > this.width) {
      const outside = make("span", "outside", right < 0 ? "‹" : "›");
      outside.style[right < 0 ? "left" : "right"] = "4px";
      cell.append(outside);
      return cell;
    }

    cell.append(Number.isNaN(duration) ? this.pointView(span, left) : this.barView(span, left, right), this.labelView(label, left, right));
    return cell;
  }

  barView(span, left, right) {
    const bar = make("div", `bar ${lookOf(this.trace.type[span]).fill}`);
    // What lies outside is cut, for no browser draws a bar of a million pixels.
    const [from, to] = [Math.max(-8, left), Math.min(this.width + 8, right)];
    const width = Math.max(3, to - from);
    bar.style.left = this.share(Math.min(from, this.width - 3));
    bar.style.width = this.share(width);
    return bar;
  }

  pointView(span, at) {
    const isOpen = Number.isNaN(this.trace.end[span]) && this.trace.header.get("status") === "Running";
    if (isOpen) {
      const bar = this.barView(span, at, Math.min(this.width, at + 64));
      bar.classList.add("open");
      return bar;
    }
    const point = make("div", `point ${lookOf(this.trace.type[span]).fill}`);
    point.style.left = this.share(at);
    return point;
  }

  /** The duration stands behind its bar, before it where the room ends, else on it. */
  labelView(text, left, right) {
    const label = make("span", "bar-label", text);
    const size = this.measureText.measureText(text).width + 8;
    const [from, to] = [Math.max(0, left), Math.min(this.width, Math.max(right, left + 3))];
    if (to + 8 + size <= this.width) label.style.left = this.share(to + 8);
    else if (from - 8 - size >= 0) label.style.right = this.share(this.width - from + 8);
    else {
      label.classList.add("inside");
      label.style.right = this.share(this.width - to + 6);
    }
    return label;
  }

  // Time

  xOf(time) {
    return margin + (time - this.from) / (this.to - this.from) * (this.width - 2 * margin);
  }

  /** A length as a share of the time column, so that it holds on paper, too. */
  share(x) {
    return `${100 * x / this.width}%`;
  }

  timeAt(x) {
    return this.from + (this.to - this.from) * (x - margin) / (this.width - 2 * margin);
  }

  drawTime() {
    const { trace } = this;
    byId("overview-label").textContent = trace.hasTimes ? `${durationText(this.to - this.from)} shown` : "No times";
    const { step, ticks } = ticksBetween(this.from, this.to, Math.max(2, Math.floor(this.width / 88)));
    this.step = step;
    this.hidePointer();
    const shown = trace.hasTimes ? ticks : [];
    byId("ticks").replaceChildren(...shown.map(time => {
      const tick = make("span", "tick", this.xOf(time) < this.width - 56 ? tickText(time, step, this.to) : "");
      tick.style.left = this.share(this.xOf(time));
      return tick;
    }));
    this.lines.replaceChildren(...shown.map(time => {
      const line = make("span", "grid-line");
      line.style.left = this.share(this.xOf(time));
      return line;
    }));
    this.minimap.showRange(this.from, this.to);
  }

  setRange(from, to) {
    const { length } = this.trace;
    const size = Math.min(length, Math.max(shortestRange, to - from));
    const middle = (from + to) / 2;
    this.from = Math.min(Math.max(0, size > to - from ? middle - size / 2 : from), length - size);
    this.to = this.from + size;
    this.drawTime();
    this.redraw();
  }

  fit() {
    this.setRange(0, this.trace.length);
  }

  /** Makes the range shorter (factor below 1) or longer around a point in time. */
  zoom(factor, around = (this.from + this.to) / 2) {
    const size = Math.max(shortestRange, (this.to - this.from) * factor);
    const share = (around - this.from) / (this.to - this.from);
    this.setRange(around - share * size, around - share * size + size);
  }

  pan(share) {
    const move = (this.to - this.from) * share;
    const from = Math.min(Math.max(0, this.from + move), this.trace.length - (this.to - this.from));
    this.setRange(from, from + (this.to - this.from));
  }

  zoomToSpan(span) {
    const [start, end] = this.trace.extent(span);
    if (Number.isNaN(end)) return;
    const room = Math.max((end - start) * .05, shortestRange / 2);
    this.setRange(start - room, end + room);
  }

  onWheel(event) {
    if (!this.trace) return;
    const horizontal = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      this.zoom(wheelZoom ** event.deltaY, this.timeAt(this.xIn(event)));
    } else if (Math.abs(horizontal) > Math.abs(event.shiftKey ? 0 : event.deltaY)) {
      event.preventDefault();
      this.pan(horizontal / this.width);
    }
  }

  xIn(event) {
    return Math.min(this.width, Math.max(0, event.clientX - this.axis.getBoundingClientRect().left));
  }

  /** A drag over an element picks a range of the time that the element shows; a double click picks all. */
  zoomByDrag(element, range) {
    const shade = element.querySelector(".drag");
    const share = event => {
      const box = element.getBoundingClientRect();
      return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    };
    let start = 0;
    const at = event => [Math.min(start, share(event)), Math.max(start, share(event))];
    onDrag(element, event => {
      start = share(event);
    }, event => {
      const [from, to] = at(event);
      shade.hidden = false;
      shade.style.left = `${100 * from}%`;
      shade.style.width = `${100 * (to - from)}%`;
    }, event => {
      shade.hidden = true;
      const [from, to] = at(event);
      const [first, last] = range();
      if ((to - from) * this.width > 4) this.setRange(first + from * (last - first), first + to * (last - first));
    });
    element.addEventListener("dblclick", () => this.fit());
  }

  showPointer(event) {
    const x = event.clientX - this.axis.getBoundingClientRect().left;
    if (!this.trace?.hasTimes || x < 0 || x > this.width) {
      this.hidePointer();
      return;
    }
    this.pointerTime.hidden = false;
    this.pointerTime.textContent = tickText(this.timeAt(x), this.step / 10, this.to);
    this.pointerTime.style.left = `${Math.min(Math.max(x, 32), this.width - 32)}px`;
    this.pointerLine ??= make("span", "pointer-line");
    this.pointerLine.style.left = `${x}px`;
    if (!this.pointerLine.isConnected) this.lines.append(this.pointerLine);
  }

  hidePointer() {
    this.pointerTime.hidden = true;
    this.pointerLine?.remove();
  }

  // Selection

  spanAt(event) {
    const row = event.target.closest(".row");
    return row ? Number(row.dataset.span) : -1;
  }

  onClick(event) {
    const span = this.spanAt(event);
    if (span < 0) return;
    if (event.target.closest(".twisty") && this.trace.hasChildren(span)) {
      this.toggle(span);
      return;
    }
    this.select(span, false);
    this.onOpen(span);
  }

  toggle(span) {
    if (this.rows.setCollapsed(span, !this.trace.collapsed[span])) this.refresh();
  }

  /** Selects a span, and opens what it is inside of. */
  select(span, scroll = true) {
    const isHidden = span >= 0 && this.rows.rowOf[span] < 0;
    if (isHidden) this.rows.reveal(span);
    const before = this.elements.get(this.selected);
    this.selected = span;
    if (isHidden) this.refresh();
    before?.setAttribute("aria-selected", "false");
    if (span >= 0) {
      if (scroll) this.scrollTo(span);
      this.drawNow();
      this.elements.get(span).setAttribute("aria-selected", "true");
      this.grid.setAttribute("aria-activedescendant", `row-${span}`);
    } else {
      this.grid.removeAttribute("aria-activedescendant");
    }
    this.onSelect(span);
  }

  scrollTo(span) {
    const top = this.rows.rowOf[span] * rowHeight;
    const room = this.roomForRows();
    if (top < this.scroller.scrollTop) this.scroller.scrollTop = top;
    else if (top + rowHeight > this.scroller.scrollTop + room) this.scroller.scrollTop = top + rowHeight - room;
  }

  roomForRows() {
    return this.scroller.clientHeight - this.body.offsetTop;
  }

  /** Goes so many rows further. */
  move(steps) {
    const { spans, rowOf } = this.rows;
    if (spans.length === 0) return;
    const at = this.selected >= 0 ? rowOf[this.selected] : -1;
    const row = at < 0 ? 0 : at + steps;
    this.select(spans[Math.min(spans.length - 1, Math.max(0, row))]);
  }

  moveToEnd(last) {
    const span = this.rows.spans.at(last ? -1 : 0);
    if (span !== undefined) this.select(span);
  }

  page(direction) {
    this.move(direction * Math.max(1, Math.floor(this.roomForRows() / rowHeight) - 1));
  }

  /** Right: opens, then goes to the first child. Left: closes, then goes to the parent. */
  stepInto() {
    const span = this.selected;
    if (span < 0) this.move(0);
    else if (this.rows.setCollapsed(span, false)) this.refresh();
    else if (this.trace.hasChildren(span)) this.move(1);
  }

  stepOut() {
    const span = this.selected;
    if (span < 0) this.move(0);
    else if (this.rows.setCollapsed(span, true)) this.refresh();
    else if (this.trace.parent[span] >= 0) this.select(this.trace.parent[span]);
  }

  setAllCollapsed(collapsed) {
    this.rows.setAllCollapsed(collapsed);
    const span = this.selected;
    this.refresh();
    if (span < 0) return;
    // Where the selected span is hidden now, what it is part of takes its place.
    const shown = this.rows.rowOf[span] >= 0 ? span : [...this.trace.ancestors(span)].find(ancestor => this.rows.rowOf[ancestor] >= 0);
    this.select(shown ?? -1);
  }

  applyFilters() {
    this.rows.filter();
    this.scroller.scrollTop = 0;
    this.refresh();
    if (this.selected >= 0 && this.rows.rowOf[this.selected] >= 0) this.scrollTo(this.selected);
  }

  print(isPrinting) {
    this.printing = isPrinting;
    this.resize();
    const cut = this.rows.spans.length - mostPrintedRows;
    this.body.style.height = `${(isPrinting && cut > 0 ? mostPrintedRows : this.rows.spans.length) * rowHeight}px`;
  }
}

function titled(svg, text) {
  const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
  title.textContent = text;
  svg.setAttribute("role", "img");
  svg.removeAttribute("aria-hidden");
  svg.prepend(title);
  return svg;
}
