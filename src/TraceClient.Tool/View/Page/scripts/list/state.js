// The query of the address has the whole state of the page.

const filterNames = ["text", "source", "errors", "since", "session", "type", "model", "minDuration", "all"];

const state = {};

function readState() {
  const query = new URLSearchParams(location.search);
  for (const name of filterNames) state[name] = query.get(name) ?? "";
  state.sort = query.get("sort") || "newest";
  state.sessions = query.get("view") === "sessions";
  zone.isUtc = query.has("utc") ? query.get("utc") === "true" : savedSetting(zoneKey) === "utc";
  state.marks = [query.get("a"), query.get("b")].filter(mark => mark);
}

function writeState(isNew) {
  const query = new URLSearchParams();
  const add = (name, value) => value && query.set(name, value);
  for (const name of filterNames) add(name, state[name]);
  add("sort", state.sort === "newest" ? "" : state.sort);
  add("view", state.sessions ? "sessions" : "");
  add("utc", zone.isUtc ? "true" : "");
  add("a", state.marks[0]);
  add("b", state.marks[1]);
  const address = query.size > 0 ? `/?${query}` : "/";
  if (isNew) history.pushState(null, "", address);
  else history.replaceState(history.state, "", address);
}

/** Returns the parameters of a request for rows. */
function requestQuery(offset, limit) {
  const query = new URLSearchParams();
  for (const name of [...filterNames, "sort"]) {
    if (state[name]) query.set(name, state[name]);
  }
  query.set("offset", offset);
  query.set("limit", limit);
  return query;
}

/** Returns whether a filter other than the hidden traces is set. */
const hasFilters = () => filterNames.some(name => name !== "all" && state[name]);
