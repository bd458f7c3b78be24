const shortestRange = 100;
const wheelZoom = 1.0015;

// The space at both ends of the axis.
const margin = 12;

/** The visible time range, which the reader can zoom and pan. */
class TimeAxis {
  constructor(scroller, onRange) {
    this.scroller = scroller;
    this.onRange = onRange;
    this.element = byId("axis");
    this.lines = byId("grid-lines");
    this.pointerTime = byId("pointer-time");
    this.minimap = new Minimap((element, range) => this.zoomByDrag(element, range));
    this.zoomByDrag(this.element, () => [this.timeAt(0), this.timeAt(this.width)]);
    scroller.addEventListener("wheel", event => this.onWheel(event), { passive: false });
    scroller.addEventListener("pointermove", event => this.showPointer(event));
    scroller.addEventListener("pointerleave", () => this.hidePointer());
  }

  show(trace) {
    this.trace = trace;
    [this.from, this.to] = [0, trace.length];
  }

  /** Measures the width and redraws. */
  resize() {
    this.width = Math.max(4 * margin, this.element.clientWidth);
    this.minimap.draw(this.trace);
    this.draw();
  }

  xOf(time) {
    return margin + (time - this.from) / (this.to - this.from) * (this.width - 2 * margin);
  }

  timeAt(x) {
    return this.from + (this.to - this.from) * (x - margin) / (this.width - 2 * margin);
  }

  /** Returns a length in percent of the time column, which is also valid for printing. */
  share(x) {
    return `${100 * x / this.width}%`;
  }

  draw() {
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
    this.draw();
    this.onRange();
  }

  fit() {
    this.setRange(0, this.trace.length);
  }

  /** Zooms in (factor below 1) or out around a time. */
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
    const padding = Math.max((end - start) * .05, shortestRange / 2);
    this.setRange(start - padding, end + padding);
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
    return Math.min(this.width, Math.max(0, event.clientX - this.element.getBoundingClientRect().left));
  }

  /** Zooms to the range of a drag over an element; a double click shows the full range. */
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
    const x = event.clientX - this.element.getBoundingClientRect().left;
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
}
