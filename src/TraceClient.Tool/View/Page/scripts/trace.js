const statusError = 2;
const statusTexts = ["", "Ok", "Error"];
const statusText = status => status === "Ok" ? "OK" : status;

/** One trace: its spans as columns in the order of the tree, so that a subtree is a range. */
class TraceData {
  constructor(block) {
    this.lines = block.textContent.split("\n").slice(1, -1);
    this.header = parseJson(this.lines[0]);
    this.count = (this.lines.length - 1) / 2;
    this.isLoaded = false;
  }

  /** Reads the rows; what the panel shows stays text until someone looks. */
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
    this.saidDuration = Float64Array.from(rows, row => row[7] ?? NaN);
    this.records = Int32Array.from(rows, row => row[8]);
    this.warnings = Int32Array.from(rows, row => row[9]);
    this.parent = new Int32Array(count).fill(-1);
    this.after = new Int32Array(count);
    this.errorsInside = new Int32Array(count);
    this.collapsed = new Uint8Array(count);
    this.linkTree();
    this.measure();
    this.indexOfId = new Map(this.id.map((id, i) => [id, i]));
    return this;
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

  /** The time that the trace takes up: 0 is its earliest time. */
  measure() {
    let last = 0;
    this.hasTimes = false;
    for (let i = 0; i < this.count; i++) {
      const [start, end] = this.extent(i);
      if (Number.isNaN(end)) continue;
      this.hasTimes = true;
      last = Math.max(last, start, end);
    }
    // Where nothing lasts, a millisecond gives the points a place.
    this.length = last > 0 ? last : 1e6;
  }

  isError(i) {
    return this.status[i] === statusError;
  }

  hasChildren(i) {
    return this.after[i] > i + 1;
  }

  duration(i) {
    return Number.isNaN(this.saidDuration[i]) ? this.end[i] - this.start[i] : this.saidDuration[i];
  }

  /** Whether a span has a bar: it needs a start, and a duration or an end. */
  isLasting(i) {
    return !Number.isNaN(this.start[i]) && !Number.isNaN(this.duration(i));
  }

  /** Whether a span of a running trace has begun and not ended. */
  isOpen(i) {
    return this.header.get("status") === "Running" && !Number.isNaN(this.start[i]) && Number.isNaN(this.duration(i));
  }

  /** How long a span took, and which of its times are not known. */
  timeText(i) {
    const [hasStart, hasEnd] = [!Number.isNaN(this.start[i]), !Number.isNaN(this.end[i])];
    const duration = this.duration(i);
    if (!Number.isNaN(duration)) return hasStart ? durationText(duration) : `${durationText(duration)}, no start`;
    return hasStart ? "no end" : hasEnd ? "end only" : "no times";
  }

  /** From where to where a span's bar goes; the same twice for a point, NaN without times. */
  extent(i) {
    const [start, end, said] = [this.start[i], this.end[i], this.saidDuration[i]];
    if (Number.isNaN(start)) return [end, end];
    if (Number.isNaN(end)) return [start, start + (Number.isNaN(said) ? 0 : said)];
    return [start, end];
  }

  /** Everything about a span that its row does not show. */
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
