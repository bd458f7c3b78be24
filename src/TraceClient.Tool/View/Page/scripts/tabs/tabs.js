/** The tabs of the page. A view is drawn when its tab is shown first, or shown again after it has changed. */
class Tabs {
  constructor(views) {
    this.element = byId("tabs");
    this.views = views;
    this.current = "timeline";
    this.element.addEventListener("click", event => {
      const tab = event.target.closest("[role=tab]");
      if (tab) this.show(tab.dataset.tab);
    });
    this.element.addEventListener("keydown", event => this.onKey(event));
  }

  get names() {
    return [...this.element.children].filter(tab => !tab.hidden).map(tab => tab.dataset.tab);
  }

  tab(name) {
    return byId(`tab-${name}`);
  }

  /** Offers the tabs that fit the trace, and shows one of them, or the timeline. */
  offer(isOffered, shown) {
    this.drawn = new Set();
    for (const tab of this.element.children) tab.hidden = !isOffered(tab.dataset.tab);
    this.show(this.names.includes(shown) ? shown : "timeline");
  }

  show(name) {
    this.current = name;
    for (const tab of this.element.children) {
      const isShown = tab.dataset.tab === name;
      tab.setAttribute("aria-selected", String(isShown));
      tab.tabIndex = isShown ? 0 : -1;
      byId(`view-${tab.dataset.tab}`).hidden = !isShown;
    }
    const view = this.views[name];
    if (view && !this.drawn.has(name)) view.draw(byId(`view-${name}`));
    this.drawn.add(name);
    this.onShow?.(name);
  }

  /** Draws the views anew, such as after a change of the time zone. */
  redraw() {
    this.drawn.clear();
    this.show(this.current);
  }

  /** Shows the next or previous tab. */
  move(step) {
    const { names } = this;
    const next = names[(names.indexOf(this.current) + step + names.length) % names.length];
    this.show(next);
    this.tab(next).focus();
  }

  onKey(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    this.move(step);
  }
}
