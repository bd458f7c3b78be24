const statusError = 2;

// A trace with more spans starts with its first levels.
const wholeTreeSpans = 500;
const firstLevels = 2;

const statusTexts = ["", "Ok", "Error"];
const statusText = status => status === "Ok" ? "OK" : status;

/** A trace with its spans as columns in the order of the tree, so that a subtree is a range. */
class TraceData {
  /** Takes the lines of a trace: its properties, two lines for each span, the analysis, the conversation. */
  constructor(lines) {
    this.lines = lines;
    this.header = parseJson(lines[0]);
    this.count = this.header.get("spans");
    this.isLoaded = false;
  }

  /** Parses the rows. Details are parsed only when needed. */
  load() {
    if (this.isLoaded) return this;
    this.isLoaded = true;
    const count = this.count;
    const rows = [];
    for (let i = 0; i < count; i++) rows.push(JSON.parse(this.lines[1 + 2 * i]));

    this.depth = Int32Array.from(rows, row => row[0]);
    this.id = rows.map(row => row[1]);
    this.name = rows.map(row => row[2]);
    this.type = rows.map(row => row[3]);
    this.status = Uint8Array.from(rows, row => row[4]);
    this.start = Float64Array.from(rows, row => row[5] ?? NaN);
    this.end = Float64Array.from(rows, row => row[6] ?? NaN);
    this.statedDuration = Float64Array.from(rows, row => row[7] ?? NaN);
    this.records = Int32Array.from(rows, row => row[8]);
    this.warnings = Int32Array.from(rows, row => row[9]);
    this.self = Float64Array.from(rows, row => row[10] ?? NaN);
    this.tokens = Float64Array.from(rows, row => row[11] ?? NaN);
    this.cost = rows.map(row => row[12]);
    this.model = rows.map(row => row[13]);
    // Of a compared step: the number of records before it, and how many it added, removed and changed.
    this.recordChanges = rows.map(row => row[14]);
    this.parent = new Int32Array(count).fill(-1);
    this.after = new Int32Array(count);
    this.errorsInside = new Int32Array(count);
    this.collapsed = new Uint8Array(count);
    this.linkTree();
    this.measure();
    this.indexOfId = new Map(this.id.map((id, i) => [id, i]));
    this.analysis = JSON.parse(this.lines[1 + 2 * count]);
    this.critical = new Map();
    for (const [span, from, to] of this.analysis.criticalPath) {
      if (!this.critical.has(span)) this.critical.set(span, []);
      this.critical.get(span).push([from, to]);
    }
    if (count > wholeTreeSpans) this.collapseBelow(firstLevels);
    return this;
  }

  /** Collapses the spans from a level on, so that a large trace starts with an overview. */
  collapseBelow(level) {
    for (let i = 0; i < this.count; i++) this.collapsed[i] = this.depth[i] >= level && this.hasChildren(i) ? 1 : 0;
  }

  get hasConversation() {
    return this.lines[2 + 2 * this.count] !== "[]";
  }

  /** Returns the messages of the model calls in the order in which they were said. */
  get conversation() {
    return parseJson(this.lines[2 + 2 * this.count]);
  }

  get hasRecords() {
    return this.records.some(count => count > 0);
  }

  linkTree() {
    const open = [];
    const close = (depth, i) => {
      while (open.length > depth) {
        const done = open.pop();
        this.after[done] = i;
        if (open.length > 0) this.errorsInside[open.at(-1)] += this.errorsInside[done] + (this.isError(done) ? 1 : 0);
      }
    };
    for (let i = 0; i < this.count; i++) {
      close(this.depth[i], i);
      if (open.length > 0) this.parent[i] = open.at(-1);
      open.push(i);
    }
    close(0, this.count);
    this.errorCount = this.status.reduce((sum, status) => sum + (status === statusError ? 1 : 0), 0);
  }

  /** Measures the length of the trace from its earliest time. */
  measure() {
    let last = 0;
    this.hasTimes = false;
    for (let i = 0; i < this.count; i++) {
      const [start, end] = this.extent(i);
      if (Number.isNaN(end)) continue;
      this.hasTimes = true;
      last = Math.max(last, start, end);
    }
    // Without durations, the axis is one millisecond long.
    this.length = last > 0 ? last : 1e6;
  }

  isError(i) {
    return this.status[i] === statusError;
  }

  hasChildren(i) {
    return this.after[i] > i + 1;
  }

  duration(i) {
    return Number.isNaN(this.statedDuration[i]) ? this.end[i] - this.start[i] : this.statedDuration[i];
  }

  /** Returns whether a span has a bar, which requires a start, and a duration or an end. */
  hasBar(i) {
    return !Number.isNaN(this.start[i]) && !Number.isNaN(this.duration(i));
  }

  /** Returns whether a span of a running trace has started but not ended. */
  isOpen(i) {
    return this.header.get("status") === "Running" && !Number.isNaN(this.start[i]) && Number.isNaN(this.duration(i));
  }

  /** Formats the duration of a span, and which of its times are missing. */
  timeText(i) {
    const [hasStart, hasEnd] = [!Number.isNaN(this.start[i]), !Number.isNaN(this.end[i])];
    const duration = this.duration(i);
    if (!Number.isNaN(duration)) return hasStart ? durationText(duration) : `${durationText(duration)}, no start`;
    return hasStart ? "no end" : hasEnd ? "end only" : "no times";
  }

  /** Formats the tokens and the cost of a span; empty where both are unknown. */
  usageText(i) {
    // A source may not say the currency: then the number alone would say nothing.
    const cost = /^[\d.]+$/.test(this.cost[i] ?? "") ? `cost ${this.cost[i]}` : this.cost[i];
    return [Number.isNaN(this.tokens[i]) ? null : countText(this.tokens[i], "token"), cost].filter(part => part).join(", ");
  }

  /** Returns the start and end of a span's bar; equal values for a point, NaN without times. */
  extent(i) {
    const [start, end, duration] = [this.start[i], this.end[i], this.statedDuration[i]];
    if (Number.isNaN(start)) return [end, end];
    if (Number.isNaN(end)) return [start, start + (Number.isNaN(duration) ? 0 : duration)];
    return [start, end];
  }

  /** Returns the details of a span. */
  details(i) {
    return parseJson(this.lines[2 + 2 * i]);
  }

  recordsOf(i) {
    return this.records[i] === 0 ? [] : this.details(i).get("records");
  }

  *ancestors(i) {
    for (let at = this.parent[i]; at >= 0; at = this.parent[at]) yield at;
  }
}

/** Returns the lines of a block of the page. */
const linesOf = block => block.textContent.split("\n").slice(1, -1);
