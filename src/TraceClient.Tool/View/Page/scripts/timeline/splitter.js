/** Makes a splitter movable with the mouse and the arrow keys. */
function makeSizable(splitter, property, { width, widthAt, limits }) {
  const apply = requested => {
    const [least, most] = limits();
    const size = Math.round(Math.min(most, Math.max(least, requested)));
    document.documentElement.style.setProperty(property, `${size}px`);
    timeline.resize();
    updateValues();
  };
  const updateValues = () => {
    const [least, most] = limits();
    for (const [name, value] of [["min", least], ["max", most], ["now", width()]])
      splitter.setAttribute(`aria-value${name}`, String(Math.round(value)));
  };
  // Called when the splitter is shown first, too.
  new ResizeObserver(() => splitter.checkVisibility() && updateValues()).observe(splitter);
  splitter.addEventListener("focus", updateValues);
  onDrag(splitter, event => event.preventDefault(), event => apply(widthAt(event)));
  splitter.addEventListener("keydown", event => {
    const step = { ArrowLeft: -16, ArrowRight: 16 }[event.key];
    if (!step) return;
    event.preventDefault();
    apply(width() + (splitter.id === "splitter" ? step : -step));
  });
}
