// The search, the filters and their status.

function showSearch() {
  const { term, matches } = search;
  const count = byId("search-count");
  const at = matches.indexOf(timeline.selected);
  const found = matches.length.toLocaleString("en");
  count.textContent = term === "" ? ""
    : matches.length === 0 ? "No matches"
    : at < 0 ? found
    : `${(at + 1).toLocaleString("en")} of ${found}`;
  count.classList.toggle("none", term !== "" && matches.length === 0);
  byId("search").parentElement.classList.toggle("active", term !== "");
  for (const id of ["search-previous", "search-next", "search-only"]) byId(id).disabled = matches.length === 0 && !search.only;
}

function runSearch() {
  if (byId("search").value.trim().toLowerCase() === search.term) return;
  setSearch(trace, byId("search").value);
  if (search.term === "") search.only = false;
  if (search.only) timeline.applyFilters();
  else timeline.refresh();
  // Scrolls to the first match; Enter selects it.
  const next = nextIn(search.matches, timeline.selected, 1);
  if (next >= 0 && timeline.rows.rowOf[next] >= 0) timeline.scrollTo(next);
  showFilters();
  showSearch();
  if (panel.isOpen) panel.show(trace, timeline.selected);
}

function goToMatch(step) {
  runSearch();
  const span = nextIn(search.matches, timeline.selected, step);
  if (span >= 0) timeline.select(span);
  showSearch();
}

function filter() {
  timeline.applyFilters();
  showFilters();
  showSearch();
}

function clearFilters() {
  filters.types.clear();
  filters.errorsOnly = search.only = false;
  filter();
}

/** Shows the number of rows, and the reason if there are none. */
function changed() {
  const { rows } = timeline;
  byId("row-count").textContent = isFiltering()
    ? `${rows.passed.toLocaleString("en")} of ${trace.count.toLocaleString("en")}`
    : trace.count.toLocaleString("en");
  const isEmpty = rows.spans.length === 0;
  byId("empty").hidden = !isEmpty;
  byId("empty-title").textContent = trace.count === 0 ? "No spans" : "No matching spans";
  byId("empty-text").textContent = trace.count === 0
    ? "The trace is empty, or the source has not received its data yet."
    : "No span matches the filters.";
  byId("empty-clear").hidden = trace.count === 0;
}
