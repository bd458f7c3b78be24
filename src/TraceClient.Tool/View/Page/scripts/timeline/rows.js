/** The filters: types, errors and matches of the search. */
const filters = { types: new Set(), errorsOnly: false };

const isFiltering = () => filters.types.size > 0 || filters.errorsOnly || (search.only && search.term !== "");

function passes(trace, i) {
  return (filters.types.size === 0 || filters.types.has(trace.type[i]))
    && (!filters.errorsOnly || trace.isError(i))
    && (!search.only || search.term === "" || search.isMatch[i] === 1);
}

/** The visible spans in the order of the tree: those that pass the filters, and their ancestors. */
class Rows {
  constructor(trace) {
    this.trace = trace;
    this.passing = new Uint8Array(trace.count);
    this.shown = new Uint8Array(trace.count);
    this.filter();
  }

  /** Applies the filters and expands the ancestors of spans that pass. */
  filter() {
    const { trace } = this;
    const filtering = isFiltering();
    this.passed = 0;
    for (let i = trace.count - 1; i >= 0; i--) {
      this.passing[i] = !filtering || passes(trace, i) ? 1 : 0;
      this.passed += this.passing[i];
      this.shown[i] = this.passing[i];
    }
    if (filtering) {
      // In reverse order, children come before their parents.
      for (let i = trace.count - 1; i >= 0; i--) {
        const parent = trace.parent[i];
        if (this.shown[i] === 0 || parent < 0) continue;
        this.shown[parent] = 1;
        trace.collapsed[parent] = 0;
      }
    }
    this.list();
  }

  /** Updates the rows after spans were expanded or collapsed. */
  list() {
    const { trace } = this;
    const rows = [];
    for (let i = 0; i < trace.count;) {
      if (this.shown[i] === 0) {
        i = trace.after[i];
        continue;
      }
      rows.push(i);
      i = trace.collapsed[i] ? trace.after[i] : i + 1;
    }
    this.spans = Int32Array.from(rows);
    this.rowOf = new Int32Array(trace.count).fill(-1);
    this.spans.forEach((span, row) => {
      this.rowOf[span] = row;
    });
  }

  /** Makes a span visible: expands its ancestors and exempts it from the filters. */
  reveal(span) {
    if (this.rowOf[span] >= 0) return;
    this.shown[span] = 1;
    for (const ancestor of this.trace.ancestors(span)) {
      this.trace.collapsed[ancestor] = 0;
      this.shown[ancestor] = 1;
    }
    this.list();
  }

  setCollapsed(span, collapsed) {
    if (!this.trace.hasChildren(span) || Boolean(this.trace.collapsed[span]) === collapsed) return false;
    this.trace.collapsed[span] = collapsed ? 1 : 0;
    this.list();
    return true;
  }

  setAllCollapsed(collapsed) {
    this.trace.collapsed.fill(collapsed ? 1 : 0);
    this.list();
  }
}
