const listKeys = new Map(Object.entries({
  ArrowDown: () => view.move(1),
  ArrowUp: () => view.move(-1),
  Home: () => view.select(0, true),
  End: () => view.select(loader.total - 1, true),
  PageDown: () => view.page(1),
  PageUp: () => view.page(-1),
  Enter: openSelected,
  c: markSelected,
}));

const pageKeys = new Map(Object.entries({
  "/": () => byId("text").select(),
  "?": () => byId("help").showModal(),
  C: () => state.marks.length === 2 && location.assign(compareAddress()),
  Escape: clearMarks,
  e: toggleErrors,
  s: () => setView(!state.sessions),
  t: switchTheme,
}));

function openSelected() {
  const row = view.selectedRow();
  if (row) location.assign(state.sessions ? sessionAddress(row.source, row.id) : traceAddress(row));
}

function markSelected() {
  const row = view.selectedRow();
  if (row && !state.sessions) toggleMark(row);
}

function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || byId("help").open) return;
  const target = event.target;
  if (target.closest("select, textarea, input:not([type=checkbox])")) return;
  const isFree = target === document.body || byId("grid").contains(target);
  const action = pageKeys.get(event.key) ?? (isFree ? listKeys.get(event.key) : undefined);
  if (!action) return;
  event.preventDefault();
  if (isFree && !["/", "?"].includes(event.key)) byId("grid").focus({ preventScroll: true });
  action();
}

function onTextKey(event) {
  if (event.key === "Escape") {
    byId("text").value = "";
    setFilter("text", "", false);
  } else if (event.key !== "ArrowDown" && event.key !== "Enter") return;
  event.preventDefault();
  byId("grid").focus({ preventScroll: true });
  if (event.key !== "Escape" && view.selected < 0) view.move(0);
}
