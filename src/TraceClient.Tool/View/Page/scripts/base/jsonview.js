// A tree view of JSON. It is expanded as far as fits at first; other branches are created when they are expanded.

const openLines = 60;
const longText = 600;
const membersAtOnce = 100;

/** Creates the view of a value. The number of initially expanded lines is limited, in breadth-first order. */
function jsonView(value) {
  const root = make("div", "json");
  if (!isContainer(value)) {
    root.append(typeof value === "string" ? longTextView(value, "text") : leafView(value));
    return root;
  }

  if (sizeOf(value) === 0) {
    root.append(make("span", "size", jsonLine(value)));
    return root;
  }

  const waiting = [];
  appendInParts(root, membersOf(value), membersAtOnce, ([key, member]) => memberView(String(key), member, waiting));
  openWhatFits(waiting, openLines - sizeOf(value));
  return root;
}

/** Expands branches in order until the limit of lines is reached; their members are appended to the queue. */
function openWhatFits(waiting, lines) {
  let left = lines;
  for (const { value, open } of waiting) {
    left -= sizeOf(value);
    if (left < 0) return;
    open(waiting);
  }
}

function memberView(key, value, waiting) {
  if (isContainer(value) && sizeOf(value) > 0) return branchView(key, value, waiting);
  const line = make("div", "json-line");
  line.append(...keyView(key), isContainer(value) ? make("span", "size", jsonLine(value)) : leafView(value));
  return line;
}

function branchView(key, value, waiting) {
  const summary =
      make("summary", "", [...keyView(key), make("span", "size", countText(sizeOf(value), value instanceof Map ? "member" : "item"))]);
  const branch = make("details", "", summary);
  let isDrawn = false;
  const draw = waiting => {
    if (isDrawn) return;
    isDrawn = true;
    appendInParts(branch, membersOf(value), membersAtOnce, ([key, member]) => memberView(String(key), member, waiting));
  };
  branch.addEventListener("toggle", () => {
    if (branch.open) draw([]);
  });
  waiting.push({
    value,
    open: waiting => {
      draw(waiting);
      branch.open = true;
    },
  });
  return branch;
}

/** Creates the view of a text; one that is JSON can be opened as such. */
function stringView(text, classes) {
  const embedded = embeddedJson(text);
  if (embedded === undefined) return longTextView(text, classes);
  const size = sizeOf(embedded);
  const view =
      make("details", "embedded", make("summary", "size", `JSON text, ${countText(size, embedded instanceof Map ? "member" : "item")}`));
  view.addEventListener("toggle", () => {
    if (view.childElementCount === 1) view.append(jsonView(embedded));
  });
  return make("span", "embedded-text", [longTextView(text, classes), view]);
}

const keyView = key => key === "" ? [] : [marked("span", "key", visibleLine(key)), ": "];

function leafView(value) {
  if (typeof value === "string") return stringView(value, "string");
  return marked("span", typeof value === "number" || value instanceof ExactNumber ? "number" : "word", String(value));
}

/** Creates the view of a text; a long text is truncated with a button to show the rest. */
function longTextView(text, classes) {
  const shown = visible(text);
  if (shown.length <= longText * 1.25) return marked("span", classes, shown);
  const cut = shown.slice(0, longText);
  const body = marked("span", classes, `${cut}…`);
  const view = make("span", "", [body, " "]);
  const toggle = make("button", "link", `Show all ${shown.length.toLocaleString("en")} characters`, { type: "button" });
  toggle.addEventListener("click", () => {
    view.replaceChildren(marked("span", classes, shown));
  });
  view.append(toggle);
  return view;
}

/** Appends views of the first items, with a button to append more, which can be wrapped. */
function appendInParts(parent, items, atOnce, viewOf, wrap = more => more) {
  let count = 0;
  const appendNext = () => {
    const views = items.slice(count, count + atOnce).map((item, i) => viewOf(item, count + i));
    count += views.length;
    parent.append(...views);
    if (count < items.length) parent.append(moreView());
  };
  const moreView = () => {
    const next = Math.min(atOnce, items.length - count);
    const more = make("button", "button more", `Show ${next} more of ${items.length.toLocaleString("en")}`, { type: "button" });
    const view = wrap(more);
    more.addEventListener("click", () => {
      view.remove();
      appendNext();
    });
    return view;
  };
  appendNext();
}
