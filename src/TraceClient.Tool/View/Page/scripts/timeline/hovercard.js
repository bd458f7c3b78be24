const hoverDelay = 350;

/** A card with the properties of the span under the pointer. The panel has the same for the keyboard. */
class HoverCard {
  constructor(timeline) {
    this.timeline = timeline;
    this.element = make("div", "hover-card", [], { "aria-hidden": "true" });
    this.element.hidden = true;
    document.body.append(this.element);
    timeline.body.addEventListener("pointermove", event => this.onMove(event));
    for (const [target, type] of [[timeline.body, "pointerleave"], [timeline.scroller, "scroll"], [timeline.body, "pointerdown"]])
      target.addEventListener(type, () => this.hide(), { passive: true });
  }

  onMove(event) {
    const span = this.timeline.spanAt(event);
    if (span === this.span && !this.element.hidden) return;
    this.hide();
    if (span < 0 || event.pointerType === "touch" || event.buttons !== 0) return;
    this.span = span;
    const [x, y] = [event.clientX, event.clientY];
    this.timer = setTimeout(() => this.show(span, x, y), hoverDelay);
  }

  hide() {
    clearTimeout(this.timer);
    this.span = -1;
    this.element.hidden = true;
  }

  show(span, x, y) {
    const { trace } = this.timeline;
    const list = make("dl", "pairs");
    const add = (name, value) => value && list.append(make("dt", "", name), make("dd", "", value));
    add("Type", typeText(trace.type[span]));
    add("Status", statusText(statusTexts[trace.status[span]]));
    add("Time", trace.timeText(span));
    if (!Number.isNaN(trace.self[span]) && trace.hasChildren(span)) add("Self time", durationText(trace.self[span]));
    if (trace.critical.has(span)) add("Critical path", durationText(criticalTimeOf(trace, span)));
    if (!Number.isNaN(trace.start[span])) add("Start", offsetText(trace.start[span]));
    add("Model", visibleLine(trace.model[span] ?? ""));
    add("Usage", trace.usageText(span));
    const message = trace.isError(span) ? trace.details(span).get("message") : null;
    if (message) add("Message", visibleLine(message.slice(0, 300)));
    this.element.replaceChildren(make("p", "hover-name", visibleLine(trace.name[span])), list);
    this.element.hidden = false;
    const { offsetWidth: width, offsetHeight: height } = this.element;
    this.element.style.left = `${Math.max(8, Math.min(x + 12, innerWidth - width - 8))}px`;
    this.element.style.top = `${y + 20 + height > innerHeight ? Math.max(8, y - height - 12) : y + 20}px`;
  }
}
