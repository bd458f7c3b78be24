/** An overview of all spans and of the visible time range. */
class Minimap {
  constructor(onRange) {
    this.element = byId("overview");
    this.canvas = byId("overview-canvas");
    this.brush = byId("brush");
    onRange(this.element, () => [0, this.trace?.length ?? 0]);
  }

  draw(trace) {
    this.trace = trace;
    const { canvas, element } = this;
    const [width, height] = [element.clientWidth, element.clientHeight];
    const scale = window.devicePixelRatio || 1;
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    const context = canvas.getContext("2d");
    context.scale(scale, scale);
    if (!trace.hasTimes) return;

    const colors = new Map();
    const perNanosecond = width / trace.length;
    const lane = Math.min(4, height / trace.count);
    const thick = Math.max(1, lane - 1);
    const line = (i, color) => {
      const [start, end] = trace.extent(i);
      if (Number.isNaN(end)) return;
      context.fillStyle = color;
      const left = Math.min(start * perNanosecond, width - 1.5);
      context.fillRect(left, Math.min(height - thick, i * lane), Math.max(1.5, (end - start) * perNanosecond), thick);
    };
    for (let i = 0; i < trace.count; i++) {
      const type = trace.type[i];
      if (!colors.has(type)) colors.set(type, hueOf(type));
      if (!trace.isError(i)) line(i, colors.get(type));
    }
    // Errors are drawn last, so that they are not covered.
    const error = resolvedColour("var(--error)");
    for (let i = 0; i < trace.count; i++) {
      if (trace.isError(i)) line(i, error);
    }
  }

  /** Marks the visible time range. */
  showRange(from, to) {
    const length = this.trace.length;
    this.brush.hidden = from <= 0 && to >= length;
    this.brush.style.left = `${100 * from / length}%`;
    this.brush.style.width = `max(6px, ${100 * (to - from) / length}%)`;
  }
}

/** Returns the computed color of a CSS value. */
function resolvedColour(value) {
  const probe = make("i", "probe");
  probe.style.color = value;
  document.body.append(probe);
  const color = getComputedStyle(probe).color;
  probe.remove();
  return color;
}

function hueOf(type) {
  const probe = make("i", styleOf(type).fill);
  document.body.append(probe);
  const color = getComputedStyle(probe).backgroundColor;
  probe.remove();
  return color;
}
