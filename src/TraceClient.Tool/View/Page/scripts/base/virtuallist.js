const rowsAround = 8;

/** A list of rows of one height, of which only those in sight are in the document. */
class VirtualList {
  constructor(scroller, body, rowHeight, draw) {
    Object.assign(this, { scroller, body, rowHeight, draw, count: 0, elements: new Map() });
    this.kept = -1;
    const update = everyFrame(() => this.update());
    scroller.addEventListener("scroll", update, { passive: true });
    new ResizeObserver(update).observe(scroller);
  }

  /** Shows a number of rows anew. */
  show(count) {
    this.count = count;
    this.body.style.height = `${count * this.rowHeight}px`;
    this.body.replaceChildren();
    this.elements.clear();
    this.update();
  }

  /** Adds the rows in sight and removes the others, apart from the one that is kept. */
  update() {
    const top = this.scroller.scrollTop - this.body.offsetTop;
    const first = Math.max(0, Math.floor(top / this.rowHeight) - rowsAround);
    const last = Math.min(this.count, Math.ceil((top + this.scroller.clientHeight) / this.rowHeight) + rowsAround);
    for (const [i, element] of this.elements) {
      if ((i >= first && i < last) || i === this.kept) continue;
      element.remove();
      this.elements.delete(i);
    }
    for (let i = first; i < last; i++) this.add(i);
    if (this.kept >= 0 && this.kept < this.count) this.add(this.kept);
  }

  add(i) {
    if (this.elements.has(i)) return;
    const element = this.draw(i);
    element.style.top = `${i * this.rowHeight}px`;
    this.elements.set(i, element);
    this.body.append(element);
  }

  /** Scrolls a row into sight. */
  scrollTo(i) {
    const { scroller, rowHeight } = this;
    const top = i * rowHeight + this.body.offsetTop;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + rowHeight > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = top + rowHeight - scroller.clientHeight;
  }
}
