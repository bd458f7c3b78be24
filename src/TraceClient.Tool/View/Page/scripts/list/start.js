readState();
const loader = new RowLoader(onLoaded);
const view = new RowView(loader);
let restored = history.state;

/** Loads the list for the state of the address. */
function reload() {
  loader.clear();
  view.selected = -1;
  view.grid.scrollTop = 0;
  showFilters(null);
  showMarks();
  loader.load(...view.visibleRange());
}

function onLoaded(added) {
  if (added !== 0 && state.sort === "newest") view.shift(added);
  if (loader.pages.size === 1) view.rebuild();
  view.update();
  showFilters(loader.info);
  showMessages(loader);
  if (loader.info && restored) {
    view.grid.scrollTop = restored.top;
    view.selected = restored.selected;
    restored = null;
    view.update();
  }
}

/** Keeps the position in the history, for the way back from a trace. */
function rememberPosition() {
  history.replaceState({ top: view.grid.scrollTop, selected: view.selected }, "");
}

function start() {
  applyTheme(savedSetting(themeKey));
  listenToFilters();
  byId("theme").addEventListener("click", switchTheme);
  byId("help-button").addEventListener("click", () => byId("help").showModal());
  byId("text").addEventListener("keydown", onTextKey);
  document.addEventListener("keydown", onKey);
  addEventListener("popstate", () => {
    readState();
    reload();
  });
  listenToVisibility();
  view.rebuild();
  showMessages(loader);
  reload();
  connect();
}

start();
