// Shows the changes of log records that tracectl computed. Records are identified by index, values by path.

/** Returns the changes of a span; null if it was not compared. */
function changesOf(trace, details) {
  const changes = details.get("changes");
  if (!changes) return null;
  const before = trace.indexOfId.get(changes.get("with"));
  const [sources, results] = [trace.recordsOf(before), details.get("records") ?? []];
  return {
    before,
    same: changes.get("same"),
    records: changes.get("records").map(([source, result, ...values]) => ({ before: sources[source], after: results[result], values })),
  };
}

/** Creates the view of the changes that a step made to its records. */
function changesView(trace, span, details, onSelect) {
  const { before, same, records } = changesOf(trace, details);
  const which = before === trace.parent[span] ? "" : ", the end of the previous pass";
  const rest = records.length === 0 ? ": no changes." : same > 0 ? `; ${countText(same, "record")} unchanged.` : ".";
  const list = make("div", "changes-list");
  appendInParts(list, records, recordsAtOnce, changeView);
  return make("div", "", [make("p", "soft since", ["Compared with ", spanLink(trace, before, onSelect), which, rest]), list]);
}

/** Creates the view of an added, removed or changed record. */
function changeView({ before, after, values }) {
  if (!before) return make("article", "record new", [recordHead(after, "Record added"), jsonView(after.get("body"))]);
  if (!after) return make("article", "record removed", [recordHead(before, "Record removed"), jsonView(before.get("body"))]);
  const view = make("div", "changes");
  appendInParts(view, values, membersAtOnce, ([sign, ...path]) => make("div", "", [
    sign === "+" ? null : changeLine("removed", path, before),
    sign === "-" ? null : changeLine("added", path, after),
  ]));
  const showRecord = make("button", "link", "Show the record", { type: "button" });
  showRecord.addEventListener("click", () => showRecord.replaceWith(jsonView(after.get("body"))));
  view.append(make("div", "show-record", showRecord));
  return make("article", "record", [recordHead(after, "Record changed"), view]);
}

const signs = { added: "+", removed: "−" };

function changeLine(kind, path, record) {
  const [text, value] = valueAt(record, path);
  return make("div", `change ${kind}`, [
    make("span", "sign", signs[kind], { "aria-label": kind }),
    make("span", "", [
      text === "" ? null : [marked("span", "path", visibleLine(text)), ": "],
      isContainer(value) && sizeOf(value) > 0 ? jsonView(value) : longTextView(jsonLine(value), ""),
    ]),
  ]);
}

/** Returns the text of a path and its value. Paths in the body have no prefix. */
function valueAt(record, [part, ...path]) {
  let text = part === "body" ? "" : part;
  let value = record.get(part) ?? null;
  for (const key of path) {
    text += Array.isArray(value) ? `[${key}]` : `${text === "" ? "" : "."}${quoteKey(key)}`;
    // A key with invalid characters may have been changed: then its value is not found.
    value = (Array.isArray(value) ? value[key] : value?.get(key)) ?? null;
  }
  return [text, value];
}
