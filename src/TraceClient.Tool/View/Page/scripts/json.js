// JSON.parse rounds large numbers, moves members that look like numbers to the front and takes __proto__ for more than a name.
// This reader keeps what the source said: an object becomes a Map, a number that a script cannot hold keeps its text.

class ExactNumber {
  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

/** Reads valid JSON. Without recursion: a value can be deeper than the call stack. */
function parseJson(text) {
  const open = [];
  let container = null;
  let key;
  let result;
  const place = value => {
    if (container === null) result = value;
    else if (container instanceof Map) container.set(key, value);
    else container.push(value);
    key = undefined;
  };

  for (let at = 0; at < text.length;) {
    const character = text[at];
    if (character === "{" || character === "[") {
      const value = character === "{" ? new Map() : [];
      place(value);
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
      else place(value);
      at = end + 1;
    } else if (character === "," || character === ":" || character <= " ") {
      at++;
    } else {
      const end = endOfWord(text, at);
      place(valueOfWord(text.slice(at, end)));
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

/** Members of an object or list as [key, value]. */
const membersOf = value => [...value.entries()];

// A key that itself has dots or brackets is told apart from a path by quotes.
const quoteKey = key => /[.[\]"\s]/.test(key) || key === "" ? JSON.stringify(key) : key;

/** Text of a value on one line, as JSON. */
function jsonLine(value) {
  if (typeof value === "string") return JSON.stringify(value);
  if (!isContainer(value)) return String(value);
  return value instanceof Map ? "{}" : "[]";
}
