/** Shows the visible rows of a list of any length. */
class RowView {
  constructor(loader) {
    this.loader = loader;
    this.grid = byId("grid");
    this.body = byId("rows");
    this.rows = new Map();
    this.selected = -1;
    this.draw = everyFrame(() => this.render());
    this.loading = 0;
    this.grid.addEventListener("scroll", this.draw, { passive: true });
    this.body.addEventListener("pointerdown", event => {
      const row = event.target.closest(".row");
      if (row) this.select(Number(row.dataset.row));
    });
    new ResizeObserver(() => this.resize()).observe(this.grid);
  }

  /** Builds the header and all rows again, for other columns or values. */
  rebuild() {
    this.grid.classList.toggle("sessions", state.sessions);
    this.grid.setAttribute("aria-label", state.sessions ? "Sessions" : "Traces");
    this.grid.setAttribute("aria-colcount", columns().length);
    byId("head").replaceChildren(...columns().map(headerCell));
    for (const row of this.rows.values()) row.element.remove();
    this.rows.clear();
    this.resize();
  }

  resize() {
    // On a phone, rows have two lines.
    this.rowHeight = parseInt(getComputedStyle(this.grid).getPropertyValue("--row-height"), 10);
    this.update();
  }

  /** Shows a changed list. */
  update() {
    this.grid.setAttribute("aria-rowcount", this.loader.total + 1);
    this.body.style.height = `${this.loader.total * this.rowHeight}px`;
    this.selected = Math.min(this.selected, this.loader.total - 1);
    this.draw();
  }

  /** Keeps the position when rows were added above. */
  shift(count) {
    if (this.selected >= 0) this.selected = Math.max(0, this.selected + count);
    if (this.grid.scrollTop > 0) {
      this.update();
      this.grid.scrollTop += count * this.rowHeight;
    }
  }

  select(i, scrolls = false) {
    this.selected = Math.max(0, Math.min(i, this.loader.total - 1));
    if (scrolls) {
      const top = this.selected * this.rowHeight;
      const height = this.grid.clientHeight - byId("head").offsetHeight;
      if (top < this.grid.scrollTop) this.grid.scrollTop = top;
      else if (top + this.rowHeight > this.grid.scrollTop + height) this.grid.scrollTop = top + this.rowHeight - height;
    }
    this.render();
  }

  move(rows) {
    if (this.loader.total > 0) this.select(this.selected < 0 ? 0 : this.selected + rows, true);
  }

  page(direction) {
    this.move(direction * Math.max(1, Math.floor(this.grid.clientHeight / this.rowHeight) - 2));
  }

  selectedRow() {
    return this.selected < 0 ? undefined : this.loader.row(this.selected);
  }

  visibleRange() {
    const over = 5;
    const first = Math.floor(this.grid.scrollTop / this.rowHeight) - over;
    const last = Math.ceil((this.grid.scrollTop + this.grid.clientHeight) / this.rowHeight) + over;
    return [Math.max(0, first), Math.min(this.loader.total - 1, last)];
  }

  render() {
    const [first, last] = this.visibleRange();
    for (const [i, row] of this.rows) {
      if (i < first || i > last) {
        row.element.remove();
        this.rows.delete(i);
      }
    }
    for (let i = first; i <= last; i++) this.place(i);
    const active = this.rows.get(this.selected);
    if (active) this.grid.setAttribute("aria-activedescendant", active.element.id);
    else this.grid.removeAttribute("aria-activedescendant");
    this.loadSoon(first, last);
  }

  place(i) {
    const data = this.loader.row(i);
    const existing = this.rows.get(i);
    if (!existing || existing.data !== data) {
      const element = data ? rowElement(data, i) : waitingElement(i);
      element.style.transform = `translateY(${i * this.rowHeight}px)`;
      if (existing) existing.element.replaceWith(element);
      else this.body.append(element);
      this.rows.set(i, { data, element });
    }
    this.rows.get(i).element.setAttribute("aria-selected", String(i === this.selected));
  }

  // A drag of the scroll bar passes many pages, which are not loaded.
  loadSoon(first, last) {
    clearTimeout(this.loading);
    this.loading = setTimeout(() => this.loader.load(first, last), this.loader.info ? 60 : 0);
  }
}

function headerCell(column) {
  const cell = make("div", `cell col-${column.name}`, [], { role: "columnheader" });
  const title = column.name === "start" ? `${column.title} (${zoneName()})` : column.title;
  if (!column.sort) {
    cell.append(column.label ? make("span", "visually-hidden", column.label) : title);
    return cell;
  }
  const isSorted = state.sort === column.sort || (column.sort === "newest" && state.sort === "oldest");
  const ascends = state.sort === "name" || state.sort === "oldest";
  if (isSorted) cell.setAttribute("aria-sort", ascends ? "ascending" : "descending");
  const sort = make("button", "sort", [title, isSorted && icon(ascends ? "up" : "down")].filter(part => part), {
    type: "button",
    tabindex: -1,
    title: column.sort === "newest" ? "Sort by time" : `Sort by ${column.title.toLowerCase()}`,
  });
  sort.addEventListener("click", () => setSort(column.sort === "newest" && state.sort === "newest" ? "oldest" : column.sort));
  cell.append(sort);
  return cell;
}

function rowElement(data, i) {
  const cells = columns().map(column => {
    const value = column.cell(data);
    const content = typeof value === "string" ? visibleLine(value) : value;
    const cell = make("div", `cell col-${column.name}`, content, { role: "gridcell" });
    if (typeof content === "string") cell.title = content;
    return cell;
  });
  return make("div", "row", cells, { role: "row", id: `row-${i}`, "aria-rowindex": i + 2, "data-row": i });
}

function waitingElement(i) {
  const cell = make("div", "cell waiting", "Loading…", { role: "gridcell" });
  return make("div", "row", cell, { role: "row", id: `row-${i}`, "aria-rowindex": i + 2, "data-row": i });
}
