/** Lets the mouse and the arrow keys move a line between two parts of the page. */
function makeSizable(splitter, property, { width, widthAt, limits }) {
  const apply = wanted => {
    const [least, most] = limits();
    const size = Math.round(Math.min(most, Math.max(least, wanted)));
    document.documentElement.style.setProperty(property, `${size}px`);
    timeline.resize();
    tell();
  };
  const tell = () => {
    const [least, most] = limits();
    for (const [name, value] of [["min", least], ["max", most], ["now", width()]]) splitter.setAttribute(`aria-value${name}`, String(Math.round(value)));
  };
  splitter.addEventListener("focus", tell);
  onDrag(splitter, event => event.preventDefault(), event => apply(widthAt(event)));
  splitter.addEventListener("keydown", event => {
    const step = { ArrowLeft: -16, ArrowRight: 16 }[event.key];
    if (!step) return;
    event.preventDefault();
    apply(width() + (splitter.id === "splitter" ? step : -step));
  });
}
