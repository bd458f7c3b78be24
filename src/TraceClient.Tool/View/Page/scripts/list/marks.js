// Up to two traces are marked for comparison. Their names are known once they have been shown.

const markedNames = new Map();

function toggleMark(trace) {
  const { marks } = state;
  markedNames.set(trace.reference, trace.name);
  if (marks.includes(trace.reference)) marks.splice(marks.indexOf(trace.reference), 1);
  else marks.splice(Math.min(marks.length, 1), 1, trace.reference);
  writeState(false);
  showMarks();
}

function clearMarks() {
  state.marks = [];
  writeState(false);
  showMarks();
}

const compareAddress = () => `/compare?a=${encodeURIComponent(state.marks[0])}&b=${encodeURIComponent(state.marks[1])}`;

/** Shows the marked traces, and the marks in the rows. */
function showMarks() {
  const bar = byId("marks");
  bar.hidden = state.marks.length === 0;
  const names = state.marks.map((reference, i) => make("span", "marked-trace", [
    make("b", "", i === 0 ? "A" : "B"),
    make("span", "", visibleLine(markedNames.get(reference) ?? reference), { title: visibleLine(reference) }),
  ]));
  const compare = state.marks.length === 2
    ? make("a", "button primary", "Compare", { id: "compare", href: compareAddress(), title: "Compare (Shift+C)" })
    : make("span", "marks-hint", "Mark another trace to compare.");
  const clear = button("button icon-only flat", icon("close"), "Clear the marks", clearMarks);
  bar.replaceChildren(...names, compare, clear);
  for (const { data, element } of view.rows.values()) {
    const box = element.querySelector(".mark-box input");
    if (box) box.checked = state.marks.includes(data.reference);
    element.classList.toggle("marked-row", state.marks.includes(data?.reference));
  }
}
