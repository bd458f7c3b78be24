const pickers = new Map(Object.entries({
  since: [["", "Any time"], ["15m", "Last 15 minutes"], ["1h", "Last hour"], ["24h", "Last 24 hours"], ["7d", "Last 7 days"],
    ["30d", "Last 30 days"]],
  minDuration: [["", "Any duration"], ["100ms", "100 ms or more"], ["1s", "1 s or more"], ["10s", "10 s or more"],
    ["1m", "1 min or more"], ["10m", "10 min or more"]],
  sort: [["newest", "Newest first"], ["oldest", "Oldest first"], ["duration", "Longest first"], ["spans", "Most spans first"],
    ["errors", "Most errors first"], ["name", "By name"]],
}));

const titles = { source: "All sources", type: "All types", model: "All models" };

/** Shows the state of all filters, and the values that the traces have. */
function showFilters(info) {
  if (info) {
    setOptions("source", info.sources.map(source => source.name));
    setOptions("type", info.types);
    setOptions("model", info.models);
  }
  for (const [name, options] of pickers) fillPicker(name, options);
  for (const name of Object.keys(titles)) if (!byId(name).options.length) setOptions(name, []);
  if (document.activeElement !== byId("text")) byId("text").value = state.text;
  byId("errors").setAttribute("aria-pressed", String(state.errors === "true"));
  byId("view-traces").setAttribute("aria-pressed", String(!state.sessions));
  byId("view-sessions").setAttribute("aria-pressed", String(state.sessions));
  byId("utc").setAttribute("aria-pressed", String(zone.isUtc));
  byId("title").textContent = state.sessions ? "Sessions" : "Traces";
  const session = byId("session");
  session.hidden = !state.session;
  session.title = `Remove the filter for the session ${visibleLine(state.session)}`;
  session.replaceChildren(make("span", "", `Session ${visibleLine(state.session)}`), icon("close"));
  byId("clear").hidden = !hasFilters();
}

const setOptions = (name, values) =>
  fillPicker(name, [["", titles[name]], ...values.map(value => [value, name === "type" ? typeText(value) : visibleLine(value)])]);

/** Fills a picker, with the value of the address if it is not in the list. An open picker is not replaced without need. */
function fillPicker(name, options) {
  const picker = byId(name);
  const all = options.some(([value]) => value === state[name]) ? options : [...options, [state[name], visibleLine(state[name])]];
  const key = JSON.stringify(all);
  if (picker.dataset.key !== key) {
    picker.dataset.key = key;
    picker.replaceChildren(...all.map(([value, text]) => make("option", "", text, { value })));
  }
  picker.value = state[name];
  picker.classList.toggle("active", name !== "sort" && state[name] !== "");
}

function setFilter(name, value, isNew = true) {
  if (state[name] === value) return;
  state[name] = value;
  writeState(isNew);
  reload();
}

const setSort = order => setFilter("sort", order);

function setView(sessions) {
  if (state.sessions === sessions) return;
  state.sessions = sessions;
  writeState(true);
  reload();
}

function setUtc(isUtc) {
  if (zone.isUtc !== isUtc) switchZone();
  writeState(false);
  showFilters(loader.info);
  view.rebuild();
}

function clearFilters() {
  for (const name of filterNames) if (name !== "all") state[name] = "";
  byId("text").value = "";
  byId("grid").focus({ preventScroll: true });
  writeState(true);
  reload();
}

function listenToFilters() {
  let typing = 0;
  byId("text").addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => setFilter("text", byId("text").value.trim(), false), 150);
  });
  for (const name of [...Object.keys(titles), ...pickers.keys()]) {
    byId(name).addEventListener("change", () => setFilter(name, byId(name).value));
  }
  byId("errors").addEventListener("click", toggleErrors);
  byId("all").addEventListener("click", () => setFilter("all", state.all ? "" : "true"));
  // The button disappears, and would take the focus of the keyboard with it.
  byId("session").addEventListener("click", () => {
    byId("grid").focus({ preventScroll: true });
    setFilter("session", "");
  });
  byId("clear").addEventListener("click", clearFilters);
  byId("utc").addEventListener("click", () => setUtc(!zone.isUtc));
  byId("view-traces").addEventListener("click", () => setView(false));
  byId("view-sessions").addEventListener("click", () => setView(true));
  byId("filters-button").addEventListener("click", () => {
    const isOpen = byId("toolbar").classList.toggle("open");
    byId("filters-button").setAttribute("aria-expanded", String(isOpen));
  });
}

const toggleErrors = () => setFilter("errors", state.errors === "true" ? "" : "true");
