// JSON.parse rounds large numbers, reorders numeric member names and interprets __proto__. This parser keeps the original values: objects
// become maps, and numbers that JavaScript cannot represent keep their text.

class ExactNumber {
  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

/** Parses valid JSON. No recursion: a value can be deeper than the call stack. */
function parseJson(text) {
  const open = [];
  let container = null;
  let key;
  let result;
  const add = value => {
    if (container === null) result = value;
    else if (container instanceof Map) container.set(key, value);
    else container.push(value);
    key = undefined;
  };

  for (let at = 0; at < text.length;) {
    const character = text[at];
    if (character === "{" || character === "[") {
      const value = character === "{" ? new Map() : [];
      add(value);
      open.push(container);
      container = value;
      at++;
    } else if (character === "}" || character === "]") {
      container = open.pop();
      at++;
    } else if (character === "\"") {
      const end = endOfString(text, at + 1);
      const raw = text.slice(at + 1, end);
      const value = raw.includes("\\") ? JSON.parse(text.slice(at, end + 1)) : raw;
      if (container instanceof Map && key === undefined) key = value;
      else add(value);
      at = end + 1;
    } else if (character === "," || character === ":" || character <= " ") {
      at++;
    } else {
      const end = endOfWord(text, at);
      add(valueOfWord(text.slice(at, end)));
      at = end;
    }
  }
  return result;
}

function endOfString(text, from) {
  for (let end = text.indexOf("\"", from); ; end = text.indexOf("\"", end + 1)) {
    let backslashes = 0;
    while (text[end - 1 - backslashes] === "\\") backslashes++;
    if (backslashes % 2 === 0) return end;
  }
}

function endOfWord(text, at) {
  while (at < text.length && !",]} \t\r\n".includes(text[at])) at++;
  return at;
}

function valueOfWord(word) {
  if (word === "true") return true;
  if (word === "false") return false;
  if (word === "null") return null;
  const number = Number(word);
  return String(number) === word ? number : new ExactNumber(word);
}

const isContainer = value => value instanceof Map || Array.isArray(value);

const sizeOf = value => value instanceof Map ? value.size : value.length;

/** Returns the members of an object or list as [key, value]. */
const membersOf = value => [...value.entries()];

// Quotes a key that contains characters of a path.
const quoteKey = key => /[.[\]"\s]/.test(key) || key === "" ? JSON.stringify(key) : key;

/** Returns a value as JSON on one line; objects and lists are empty. */
function jsonLine(value) {
  if (typeof value === "string") return JSON.stringify(value);
  if (!isContainer(value)) return String(value);
  return value instanceof Map ? "{}" : "[]";
}

/** Returns a value as indented JSON. No recursion: a value can be deeper than the call stack. */
function jsonText(value) {
  const parts = [];
  const rest = [{ value, indent: 0, before: "", after: "" }];
  while (rest.length > 0) {
    const next = rest.pop();
    parts.push(next.before);
    if (next.isEnd) continue;
    if (!isContainer(next.value) || sizeOf(next.value) === 0) {
      parts.push(jsonLine(next.value), next.after);
      continue;
    }
    const isMap = next.value instanceof Map;
    const inner = " ".repeat(Math.min(next.indent + 1, 40) * 2);
    parts.push(isMap ? "{" : "[");
    rest.push({ isEnd: true, before: `\n${" ".repeat(Math.min(next.indent, 40) * 2)}${isMap ? "}" : "]"}${next.after}` });
    const members = membersOf(next.value);
    for (let i = members.length - 1; i >= 0; i--) {
      const [key, member] = members[i];
      rest.push({
        value: member,
        indent: next.indent + 1,
        before: `\n${inner}${isMap ? `${JSON.stringify(key)}: ` : ""}`,
        after: i < members.length - 1 ? "," : "",
      });
    }
  }
  return parts.join("");
}

const longestEmbedded = 1_000_000;

/** Returns the object or list that a text has as JSON; undefined for any other text. */
function embeddedJson(text) {
  if (text.length > longestEmbedded || !/^\s*[{[]/.test(text)) return undefined;
  try {
    const value = JSON.parse(text);
    return Object.keys(value).length > 0 ? parseJson(text) : undefined;
  } catch {
    return undefined;
  }
}
