// What a step changed in its log records, as tracectl found it: here it is only drawn. Records and values are named by their places.

/** The changes of a span against the step that it is compared with; null where there is none. */
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

/** A record that was added, dropped or changed, under its heading. */
function changeView({ before, after, values }, headOf) {
  if (!before) return make("article", "record new", [headOf(after, "Record added"), jsonView(after.get("body"))]);
  if (!after) return make("article", "record dropped", [headOf(before, "Record dropped"), jsonView(before.get("body"))]);
  const view = make("div", "changes");
  appendInParts(view, values, membersAtOnce, ([sign, ...path]) => make("div", "", [
    sign === "+" ? null : changeLine("removed", path, before),
    sign === "-" ? null : changeLine("added", path, after),
  ]));
  const whole = make("button", "link", "Show the record", { type: "button" });
  whole.addEventListener("click", () => whole.replaceWith(jsonView(after.get("body"))));
  view.append(make("div", "whole", whole));
  return make("article", "record", [headOf(after, "Record changed"), view]);
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

/** The value at the end of a path, and the path as a reader writes it. The body, which is nearly always meant, is not named. */
function valueAt(record, [part, ...path]) {
  let text = part === "body" ? "" : part;
  let value = record.get(part) ?? null;
  for (const key of path) {
    text += Array.isArray(value) ? `[${key}]` : `${text === "" ? "" : "."}${quoteKey(key)}`;
    // A key that is no valid text may read otherwise here: then its value is not found.
    value = (Array.isArray(value) ? value[key] : value?.get(key)) ?? null;
  }
  return [text, value];
}
