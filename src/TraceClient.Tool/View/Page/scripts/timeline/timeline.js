const rowHeight = 28;
const extraRows = 6;
const maxPrintedRows = 1000;

/** The list of spans. Only the visible rows are in the document. */
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

  /** Redraws after a change of the filters, the search or the tree. */
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
    let first = Math.max(0, Math.floor(top / rowHeight) - extraRows);
    let last = Math.min(spans.length, Math.ceil((top + height) / rowHeight) + extraRows);
    if (this.printing) [first, last] = [0, Math.min(spans.length, maxPrintedRows)];

    const visible = new Set(spans.subarray(first, last));
    // The selected row is kept, since aria-activedescendant refers to it.
    if (!this.printing && this.selected >= 0 && this.rows.rowOf[this.selected] >= 0) visible.add(this.selected);
    for (const [span, element] of this.elements) {
      if (visible.has(span)) continue;
      element.remove();
      this.elements.delete(span);
    }
    const fresh = document.createDocumentFragment();
    for (const span of visible) {
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

  /** Selects a span and expands its ancestors; scrolls to it, and on request to the middle. */
  select(span, scroll = true, isCentered = false) {
    const isHidden = span >= 0 && this.rows.rowOf[span] < 0;
    if (isHidden) this.rows.reveal(span);
    const before = this.elements.get(this.selected);
    this.selected = span;
    if (isHidden) this.refresh();
    before?.setAttribute("aria-selected", "false");
    if (span >= 0) {
      if (scroll) this.scrollTo(span, isCentered);
      this.drawNow();
      this.elements.get(span).setAttribute("aria-selected", "true");
      this.grid.setAttribute("aria-activedescendant", `row-${span}`);
    } else {
      this.grid.removeAttribute("aria-activedescendant");
    }
    this.onSelect(span);
  }

  scrollTo(span, isCentered = false) {
    const top = this.rows.rowOf[span] * rowHeight;
    const height = this.heightOfRows();
    if (isCentered) this.scroller.scrollTop = Math.max(0, top - (height - rowHeight) / 2);
    else if (top < this.scroller.scrollTop) this.scroller.scrollTop = top;
    else if (top + rowHeight > this.scroller.scrollTop + height) this.scroller.scrollTop = top + rowHeight - height;
  }

  heightOfRows() {
    return this.scroller.clientHeight - this.body.offsetTop;
  }

  /** Moves the selection by a number of rows. */
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
    this.move(direction * Math.max(1, Math.floor(this.heightOfRows() / rowHeight) - 1));
  }

  /** Expands the selected span, or selects its first child. */
  stepInto() {
    const span = this.selected;
    if (span < 0) this.move(0);
    else if (this.rows.setCollapsed(span, false)) this.refresh();
    else if (this.trace.hasChildren(span)) this.move(1);
  }

  /** Collapses the selected span, or selects its parent. */
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
    // If the selected span is hidden now, its nearest visible ancestor is selected.
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
    const rest = this.rows.spans.length - maxPrintedRows;
    byId("print-rest").textContent = isPrinting && rest > 0 ? `${rest.toLocaleString("en")} more rows are not printed.` : "";
  }
}
