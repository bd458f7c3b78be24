const rowHeight = 28;
const rowsBeyond = 6;
const mostPrintedRows = 1000;

/** The rows in sight, which alone are in the document, and which one of them is selected. */
class Timeline {
  constructor({ onSelect, onOpen, onChange }) {
    this.scroller = byId("timeline");
    this.grid = byId("grid");
    this.body = byId("rows");
    this.onSelect = onSelect;
    this.onOpen = onOpen;
    this.onChange = onChange;
    this.elements = new Map();
    this.selected = -1;
    this.printing = false;
    this.draw = everyFrame(() => this.drawNow());
    this.axis = new TimeAxis(this.scroller, () => this.redraw());
    this.rowView = new RowView(this.axis);
    this.listen();
  }

  listen() {
    this.scroller.addEventListener("scroll", this.draw, { passive: true });
    new ResizeObserver(() => this.resize()).observe(this.scroller);
    this.body.addEventListener("click", event => this.onClick(event));
    this.body.addEventListener("dblclick", event => {
      const span = this.spanAt(event);
      if (span >= 0 && !event.target.closest(".twisty")) this.toggle(span);
    });
    window.addEventListener("beforeprint", () => this.print(true));
    window.addEventListener("afterprint", () => this.print(false));
  }

  show(trace) {
    this.trace = trace;
    this.rows = new Rows(trace);
    this.selected = -1;
    this.axis.show(trace);
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
    this.axis.resize();
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
    // The selected row stays, since the grid names it as its active one. On paper rows follow each other.
    if (!this.printing && this.selected >= 0 && this.rows.rowOf[this.selected] >= 0) wanted.add(this.selected);
    for (const [span, element] of this.elements) {
      if (wanted.has(span)) continue;
      element.remove();
      this.elements.delete(span);
    }
    const fresh = document.createDocumentFragment();
    for (const span of wanted) {
      if (this.elements.has(span)) continue;
      const element = this.rowView.draw(this.rows, span, this.treeWidth());
      element.setAttribute("aria-selected", String(span === this.selected));
      this.elements.set(span, element);
      fresh.append(element);
    }
    this.body.append(fresh);
  }

  treeWidth() {
    return this.scroller.clientWidth - this.axis.width;
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
    if (!this.trace) return;
    this.printing = isPrinting;
    this.resize();
    const rest = this.rows.spans.length - mostPrintedRows;
    byId("print-rest").textContent = isPrinting && rest > 0 ? `${rest.toLocaleString("en")} more rows are not printed.` : "";
  }
}
