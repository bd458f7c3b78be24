/** All spans in small, over the whole time, with the part that the axis shows. */
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

    const colours = new Map();
    const perNanosecond = width / trace.length;
    const lane = Math.min(4, height / trace.count);
    const thick = Math.max(1, lane - 1);
    const line = (i, colour) => {
      const [start, end] = trace.extent(i);
      if (Number.isNaN(end)) return;
      context.fillStyle = colour;
      const left = Math.min(start * perNanosecond, width - 1.5);
      context.fillRect(left, Math.min(height - thick, i * lane), Math.max(1.5, (end - start) * perNanosecond), thick);
    };
    for (let i = 0; i < trace.count; i++) {
      const type = trace.type[i];
      if (!colours.has(type)) colours.set(type, hueOf(type));
      if (!trace.isError(i)) line(i, colours.get(type));
    }
    // Errors last, so that nothing covers them.
    const error = resolvedColour("var(--error)");
    for (let i = 0; i < trace.count; i++) {
      if (trace.isError(i)) line(i, error);
    }
  }

  /** Shows which part of the time the axis has. */
  showRange(from, to) {
    const length = this.trace.length;
    this.brush.hidden = from <= 0 && to >= length;
    this.brush.style.left = `${100 * from / length}%`;
    this.brush.style.width = `max(6px, ${100 * (to - from) / length}%)`;
  }
}

/** A colour of the style as a canvas takes it. */
function resolvedColour(value) {
  const probe = make("i", "probe");
  probe.style.color = value;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

function hueOf(type) {
  const probe = make("i", lookOf(type).fill);
  document.body.append(probe);
  const colour = getComputedStyle(probe).backgroundColor;
  probe.remove();
  return colour;
}
