// Keyboard shortcuts of the tree and of the page.

const keys = new Map(Object.entries({
  ArrowDown: () => timeline.move(1),
  ArrowUp: () => timeline.move(-1),
  ArrowRight: event => event.shiftKey ? timeline.axis.pan(.2) : timeline.stepInto(),
  ArrowLeft: event => event.shiftKey ? timeline.axis.pan(-.2) : timeline.stepOut(),
  Home: () => timeline.moveToEnd(false),
  End: () => timeline.moveToEnd(true),
  PageDown: () => timeline.page(1),
  PageUp: () => timeline.page(-1),
  Enter: () => {
    if (timeline.selected < 0) timeline.move(0);
    openPanel(timeline.selected);
  },
}));

const keysEverywhere = new Map(Object.entries({
  "/": () => byId("search").select(),
  "?": () => byId("help").showModal(),
  Escape: () => closePanel(),
  "+": () => timeline.axis.zoom(.5),
  "=": () => timeline.axis.zoom(.5),
  "-": () => timeline.axis.zoom(2),
  0: () => timeline.axis.fit(),
  z: () => timeline.selected >= 0 && timeline.axis.zoomToSpan(timeline.selected),
  e: () => goToError(1),
  E: () => goToError(-1),
  n: () => goToMatch(1),
  p: () => goToMatch(-1),
  c: () => switchCriticalPath(),
  t: () => changeTheme(),
  u: () => changeZone(),
}));

// These keys belong to the timeline, and do nothing on other tabs.
const keysOfTimeline = new Set(["/", "Escape", "+", "=", "-", "0", "z", "n", "p", "c"]);

function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || !trace || byId("help").open) return;
  const target = event.target;
  if (target.closest("input, select, textarea, [role=separator]")) return;
  const isTimeline = tabs.current === "timeline";
  if (/^[1-9]$/.test(event.key) && tabs.names.length >= Number(event.key)) {
    event.preventDefault();
    tabs.show(tabs.names[Number(event.key) - 1]);
    return;
  }
  if (!isTimeline && keysOfTimeline.has(event.key)) return;
  const isFree = isTimeline && (target === document.body || target === timeline.grid);
  const action = keysEverywhere.get(event.key) ?? (isFree ? keys.get(event.key) : undefined);
  if (!action) return;
  event.preventDefault();
  if (isFree && event.key !== "/" && event.key !== "?") timeline.grid.focus({ preventScroll: true });
  action(event);
  showSearch();
}

function onSearchKey(event) {
  if (event.key === "Enter") goToMatch(event.shiftKey ? -1 : 1);
  else if (event.key === "Escape") {
    byId("search").value = "";
    runSearch();
    timeline.grid.focus({ preventScroll: true });
  } else if (event.key === "ArrowDown") timeline.grid.focus({ preventScroll: true });
  else return;
  event.preventDefault();
}
