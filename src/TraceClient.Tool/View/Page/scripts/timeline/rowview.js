const indentWidth = 14;
const labelGap = 8;
const pointPadding = 4;
const openLength = 64;

// More parts than pixels cannot be told apart.
const mostCriticalParts = 500;

/** Whether the critical path is drawn over the bars. */
const criticalPath = { isShown: false };

const criticalTimeOf = (trace, span) => (trace.critical.get(span) ?? []).reduce((sum, [from, to]) => sum + to - from, 0);

/** Creates the row of a span with its indentation, name, marks and bar. */
class RowView {
  constructor(axis) {
    this.axis = axis;
    this.ruler = document.createElement("canvas").getContext("2d");
    this.ruler.font = `11px ${getComputedStyle(document.body).fontFamily}`;
  }

  draw(rows, span, treeWidth) {
    const { trace } = rows;
    const row = rows.rowOf[span];
    const element = make("div", "row", [this.treeCell(trace, span, treeWidth), this.timeCell(trace, span)], {
      id: `row-${span}`,
      role: "row",
      "aria-level": trace.depth[span] + 1,
      "aria-rowindex": row + 2,
      "aria-expanded": trace.hasChildren(span) ? !trace.collapsed[span] : null,
    });
    element.style.top = `${row * rowHeight}px`;
    element.dataset.span = String(span);
    element.classList.toggle("failed", trace.isError(span));
    element.classList.toggle("critical", criticalPath.isShown && trace.critical.has(span));
    element.classList.toggle("context", rows.passing[span] === 0);
    element.classList.toggle("found", search.term !== "" && search.isMatch[span] === 1);
    return element;
  }

  treeCell(trace, span, treeWidth) {
    const type = trace.type[span];
    const style = styleOf(type);
    const depth = trace.depth[span];
    // Limits the indentation, so that deep trees leave space for names.
    const deepest = Math.max(2, Math.floor(treeWidth * .35 / indentWidth));
    const guides = make("span", "guides");
    guides.style.width = `${Math.min(depth, deepest) * indentWidth}px`;
    const name = marked("span", "name", visibleLine(trace.name[span]));
    name.title = visibleLine(trace.name[span]);
    // A right-to-left name starts at the right and is truncated at the left.
    name.dir = "auto";
    return make("div", "tree-cell", [
      guides,
      depth > deepest ? make("span", "deeper", String(depth), { title: `Level ${depth + 1}` }) : null,
      make("span", "twisty", trace.hasChildren(span) ? icon("right") : [], { "aria-hidden": "true" }),
      make("span", "badge", make("span", style.fill), { title: typeText(type) }),
      name,
      make("span", "type-name", typeText(type)),
      make("span", "marks", this.marksOf(trace, span)),
    ], { role: "gridcell" });
  }

  marksOf(trace, span) {
    const marks = [];
    if (search.term !== "" && search.isMatch[span] === 1 && !isRowMatch(trace, span))
      marks.push(make("span", "pill match", "match", { title: "Match in the id, attributes or records" }));
    if (trace.collapsed[span] && trace.hasChildren(span)) {
      const errors = trace.errorsInside[span];
      marks.push(make("span", "pill", `+${(trace.after[span] - span - 1).toLocaleString("en")}`, { title: "Collapsed spans" }));
      if (errors > 0) marks.push(make("span", "pill error", `${errors.toLocaleString("en")} failed`));
    }
    const records = trace.records[span];
    if (records > 0) marks.push(make("span", "records", `${records.toLocaleString("en")} rec`, { title: countText(records, "record") }));
    if (trace.warnings[span] > 0) marks.push(titled(icon("warning", "warning-icon"), "Has a warning"));
    if (trace.isError(span)) marks.push(titled(icon("error", "error-icon"), "Failed"));
    return marks;
  }

  timeCell(trace, span) {
    const cell = make("div", "time-cell", [], { role: "gridcell" });
    const [start, end] = trace.extent(span);
    const label = trace.timeText(span);
    const usage = trace.usageText(span);
    const texts = usage ? [`${label}, ${usage}`, label] : [label];
    if (Number.isNaN(end)) {
      cell.append(make("span", "no-times", label));
      return cell;
    }

    const [left, right] = [this.axis.xOf(start), this.axis.xOf(end)];
    cell.setAttribute("aria-label", `${texts[0]}, ${offsetText(start)}`);
    if (right < 0 || left > this.axis.width) {
      const outside = make("span", "outside", right < 0 ? "‹" : "›");
      outside.style[right < 0 ? "left" : "right"] = "4px";
      cell.append(outside);
      return cell;
    }

    const style = styleOf(trace.type[span]);
    if (trace.hasBar(span)) cell.append(this.bar(style, left, right), this.label(texts, style, left, right));
    else if (trace.isOpen(span)) cell.append(this.openBar(style, left), this.label(texts, style, left, left + openLength));
    else cell.append(this.point(style, left), this.label(texts, style, left - pointPadding, left + pointPadding));
    if (criticalPath.isShown) cell.append(...this.criticalParts(trace, span));
    return cell;
  }

  /** Creates the parts of a bar in which the span is on the critical path. */
  criticalParts(trace, span) {
    const { axis } = this;
    return (trace.critical.get(span) ?? []).map(([from, to]) => [axis.xOf(from), axis.xOf(to)])
      .filter(([left, right]) => right >= 0 && left <= axis.width).slice(0, mostCriticalParts)
      .map(([left, right]) => {
        const part = make("div", "critical-part");
        const [start, end] = [Math.max(-8, left), Math.min(axis.width + 8, right)];
        part.style.left = axis.share(start);
        part.style.width = axis.share(Math.max(2, end - start));
        return part;
      });
  }

  bar(style, left, right) {
    const { width } = this.axis;
    const bar = make("div", `bar ${style.fill}`);
    // Clipped, since browsers cannot draw a bar of millions of pixels.
    const [from, to] = [Math.max(-8, left), Math.min(width + 8, right)];
    bar.style.left = this.axis.share(Math.min(from, width - 3));
    bar.style.width = this.axis.share(Math.max(3, to - from));
    return bar;
  }

  /** Creates a bar that fades out, since its end is not known yet. */
  openBar(style, left) {
    const bar = this.bar(style, left, left + openLength);
    bar.classList.add("open");
    return bar;
  }

  point(style, at) {
    const point = make("div", `point ${style.fill}`);
    point.style.left = this.axis.share(at);
    return point;
  }

  /** Places the duration, with the usage if there is space, after its bar, otherwise before it; the duration otherwise inside. */
  label(texts, style, left, right) {
    const { axis } = this;
    const label = make("span", "bar-label");
    const [from, to] = [Math.max(0, left), Math.min(axis.width, Math.max(right, left + 3))];
    for (const text of texts) {
      label.textContent = text;
      const size = this.ruler.measureText(text).width + labelGap;
      if (to + labelGap + size <= axis.width) label.style.left = axis.share(to + labelGap);
      else if (from - labelGap - size >= 0) label.style.right = axis.share(axis.width - from + labelGap);
      else continue;
      return label;
    }
    label.classList.add("inside", style.hue);
    label.style.right = axis.share(axis.width - to);
    return label;
  }
}

function titled(svg, text) {
  const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
  title.textContent = text;
  svg.setAttribute("role", "img");
  svg.removeAttribute("aria-hidden");
  svg.prepend(title);
  return svg;
}
