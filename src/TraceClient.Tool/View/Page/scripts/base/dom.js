// Elements are created with textContent, so that text of a trace is never parsed as markup.

const byId = id => document.getElementById(id);

/** Creates an element with classes, children (elements or texts; empty ones are skipped) and attributes. */
function make(tag, classes, children = [], attributes = {}) {
  const element = document.createElement(tag);
  if (classes) element.className = classes;
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  // One by one: a call cannot have any number of arguments.
  for (const child of [children].flat(Infinity)) {
    if (child !== null && child !== undefined && child !== "") element.append(child);
  }
  return element;
}

function icon(name, classes = "") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", `icon ${classes}`);
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}

/** Creates a button with a tooltip, which is also the name of a button without text. */
function button(classes, children, label, action) {
  const name = typeof children === "string" ? null : label;
  const element = make("button", classes, children, { type: "button", title: label, "aria-label": name });
  element.addEventListener("click", action);
  return element;
}

/** Creates a button that looks like a link. */
function linkButton(text, action) {
  const link = make("button", "link", text, { type: "button" });
  link.addEventListener("click", action);
  return link;
}

/** Creates a link to a span of a trace. */
const spanLink = (trace, span, onSelect) =>
  linkButton(visibleLine(trace.name[span]), () => onSelect(trace.header.get("reference"), span));

// Invisible and bidirectional characters, with which a name could imitate another one.
const hiddenCharacters = new RegExp(
  "[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u200b\\u200e\\u200f"
  + "\\u2028-\\u202e\\u2060-\\u2069\\ufeff\\ufff9-\\ufffb]", "g");

const escapeCharacter = character => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Returns a text with escapes for invisible characters; line breaks are kept. */
const visible = text => text.replace(hiddenCharacters, escapeCharacter);

/** Returns a text on one line with escapes for invisible characters. */
const visibleLine = text => visible(text).replace(/\r\n|[\r\n]/g, "↵").replaceAll("\t", " ");

/** Creates an element whose text has its search matches marked. */
function marked(tag, classes, text) {
  const element = make(tag, classes);
  const pattern = search.pattern;
  if (!pattern) {
    element.textContent = text;
    return element;
  }

  let end = 0;
  for (const match of text.matchAll(pattern)) {
    element.append(text.slice(end, match.index), make("mark", "", match[0]));
    end = match.index + match[0].length;
  }
  element.append(text.slice(end));
  return element;
}

/** Creates a button that copies a text, or what a function returns. */
function copyButton(text, label, symbol = "copy", classes = "copy") {
  const element = button(`button icon-only flat ${classes}`, icon(symbol), label, async () => {
    const done = await copy(typeof text === "function" ? text() : text);
    element.classList.toggle("done", done);
    element.replaceChildren(icon(done ? "done" : "close"));
    setTimeout(() => {
      element.classList.remove("done");
      element.replaceChildren(icon(symbol));
    }, 1500);
  });
  return element;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // A page from disk may lack the permission, so the text is copied from a selection.
    const field = make("textarea", "visually-hidden");
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}

/** Formats a number of things, such as 2 spans. */
const countText = (count, noun) => `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;

/** Returns a function that runs an action at most once per frame. */
function everyFrame(action) {
  let requested = false;
  return () => {
    if (requested) return;
    requested = true;
    requestAnimationFrame(() => {
      requested = false;
      action();
    });
  };
}

/** Handles a drag from pressing the pointer to its release. */
function onDrag(element, start, move, end = () => {}) {
  element.addEventListener("pointerdown", event => {
    if (event.button !== 0 || start(event) === false) return;
    element.setPointerCapture(event.pointerId);
    const moved = event => move(event);
    const finish = event => {
      element.removeEventListener("pointermove", moved);
      element.removeEventListener("pointerup", finish);
      element.removeEventListener("pointercancel", finish);
      end(event);
    };
    element.addEventListener("pointermove", moved);
    element.addEventListener("pointerup", finish);
    element.addEventListener("pointercancel", finish);
  });
}
