/** What a reader wants to see: all spans, or those of some types, those that failed, those that the search found. */
const filters = { types: new Set(), errorsOnly: false };

const isFiltering = () => filters.types.size > 0 || filters.errorsOnly || (search.only && search.term !== "");

function passes(trace, i) {
  return (filters.types.size === 0 || filters.types.has(trace.type[i]))
    && (!filters.errorsOnly || trace.isError(i))
    && (!search.only || search.term === "" || search.isMatch[i] === 1);
}

/** The spans that are shown, in the order of the tree: what passes, and, as its context, what it is part of. */
class Rows {
  constructor(trace) {
    this.trace = trace;
    this.passing = new Uint8Array(trace.count);
    this.shown = new Uint8Array(trace.count);
    this.filter();
  }

  /** Applies the filters and opens what hides a span that passes. */
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
      // From the back, every child comes before its parent.
      for (let i = trace.count - 1; i >= 0; i--) {
        const parent = trace.parent[i];
        if (this.shown[i] === 0 || parent < 0) continue;
        this.shown[parent] = 1;
        trace.collapsed[parent] = 0;
      }
    }
    this.list();
  }

  /** Lists anew after something was opened or closed. */
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

  /** Opens all that a span is inside of. Drops the filters' hold on it, too: who asks for a span wants to see it. */
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
