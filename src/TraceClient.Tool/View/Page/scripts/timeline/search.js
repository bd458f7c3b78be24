/** The state of the search. */
const search = {
  term: "",
  pattern: null,
  matches: new Int32Array(0),
  isMatch: new Uint8Array(0),
  only: false,
};

const textsOfTrace = new WeakMap();

function setSearch(trace, text) {
  search.term = text.trim().toLowerCase();
  search.pattern = search.term ? new RegExp(search.term.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "gi") : null;
  search.isMatch = new Uint8Array(trace.count);
  if (search.term) {
    const texts = textsOf(trace);
    for (let i = 0; i < trace.count; i++) search.isMatch[i] = texts[i].includes(search.term) ? 1 : 0;
  }
  search.matches = Int32Array.from(indexesWhere(trace.count, i => search.isMatch[i] === 1));
}

/** Returns the searched text of each span, which is created by the first search. */
function textsOf(trace) {
  let texts = textsOfTrace.get(trace);
  if (!texts) {
    texts = Array.from({ length: trace.count }, (_, i) => searchTextOf(trace, i));
    textsOfTrace.set(trace, texts);
  }
  return texts;
}

function searchTextOf(trace, i) {
  const details = trace.details(i);
  const parts = [rowTextOf(trace, i), details.get("parent"), details.get("message"), details.get("kind")];
  addText(parts, details.get("attributes"));
  addText(parts, details.get("resource"));
  for (const record of details.get("records") ?? []) {
    parts.push(record.get("name"));
    addText(parts, record.get("body"));
    addText(parts, record.get("attributes"));
  }
  for (const link of details.get("links") ?? []) {
    parts.push(link.get("trace"), link.get("span"));
    addText(parts, link.get("attributes"));
  }
  return parts.filter(part => part).join("\n").toLowerCase();
}

/** Returns the part of the searched text that is visible in the row. */
const rowTextOf = (trace, i) => `${trace.name[i]}\n${trace.id[i]}\n${trace.type[i]}`;

const isRowMatch = (trace, i) => trace.name[i].toLowerCase().includes(search.term);

function addText(parts, value) {
  const rest = [value];
  while (rest.length > 0) {
    const next = rest.pop();
    if (next instanceof Map) {
      for (const [key, member] of next) {
        parts.push(key);
        rest.push(member);
      }
    } else if (Array.isArray(next)) {
      for (const member of next) rest.push(member);
    } else if (next !== null && next !== undefined) {
      parts.push(String(next));
    }
  }
}

function* indexesWhere(count, test) {
  for (let i = 0; i < count; i++) {
    if (test(i)) yield i;
  }
}

/** Returns the next (or previous) index of a sorted list, wrapping around at the end. */
function nextIn(sorted, from, step) {
  if (sorted.length === 0) return -1;
  if (step > 0) return sorted.find(i => i > from) ?? sorted[0];
  return sorted.findLast(i => i < from) ?? sorted.at(-1);
}
