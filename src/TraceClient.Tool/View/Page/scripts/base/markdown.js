// Renders Markdown as elements. Text is never parsed as HTML, and only links to web pages and mail addresses become links.

const longestMarkdown = 200_000;
const deepestMarkdown = 12;

// No expression of this file may take more than linear time, whatever the text: repetitions that can meet are limited in length.
const markdownMark = new RegExp(
  /^ {0,3}(#{1,6} |```|~~~|[-*+] |\d{1,9}[.)] |> |\|.*\|)/.source
  + /|\*\*[^\s*]|`[^`\n]{1,500}`|\[[^\][\n]{1,500}\]\([^()\s]{1,2000}\)/.source, "m");

const looksLikeMarkdown = text => text.length <= longestMarkdown && markdownMark.test(text);

/** Creates the view of a text: as Markdown if it looks like it, with a switch to the text itself. */
function textView(text) {
  if (!looksLikeMarkdown(text)) return make("div", "json", longTextView(text, "text"));
  const rendered = make("div", "markdown", markdownBlocks(text.split(/\r\n|\r|\n/), 0));
  const raw = make("div", "json", longTextView(text, "text"));
  raw.hidden = true;
  const toggle = make("button", "link raw-toggle", "Show as text", { type: "button" });
  toggle.addEventListener("click", () => {
    raw.hidden = !raw.hidden;
    rendered.hidden = !raw.hidden;
    toggle.textContent = raw.hidden ? "Show as text" : "Show as Markdown";
  });
  return make("div", "text-view", [rendered, raw, toggle]);
}

const fenceStart = /^ {0,3}(`{3,}|~{3,})([^`]*)$/;
const headingStart = /^ {0,3}(#{1,6})(?=\s)(.*)$/;
const quoteStart = /^ {0,3}>/;
const listStart = /^( {0,8})([-*+]|\d{1,9}[.)])(?: +|$)(.*)$/;
const ruleLine = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/;
const tableRule = /^[\s|:-]*$/;
const tableRuleCell = /^:?-+:?$/;

/** Creates the elements of lines. */
function markdownBlocks(lines, depth) {
  const blocks = [];
  for (let at = 0; at < lines.length;) {
    const [block, next] = depth > deepestMarkdown ? plainBlock(lines) : markdownBlock(lines, at, depth);
    if (block) blocks.push(block);
    at = next;
  }
  return blocks;
}

const plainBlock = lines => [make("p", "", visible(lines.join("\n"))), lines.length];

/** Returns the element of the block at a line, and the line after it. */
function markdownBlock(lines, at, depth) {
  const line = lines[at];
  if (line.trim() === "") return [null, at + 1];
  const fence = fenceStart.exec(line);
  if (fence) return codeBlock(lines, at, fence[1]);
  const heading = headingStart.exec(line);
  if (heading) return [make("p", `heading level-${heading[1].length}`, inlineMarkdown(headingText(heading[2]), 0)), at + 1];
  if (ruleLine.test(line)) return [make("hr"), at + 1];
  if (quoteStart.test(line)) {
    const end = endWhile(lines, at, next => quoteStart.test(next));
    const inner = lines.slice(at, end).map(next => next.replace(/^ {0,3}> ?/, ""));
    return [make("blockquote", "", markdownBlocks(inner, depth + 1)), end];
  }
  if (listStart.test(line)) return listBlock(lines, at, depth);
  if (startsTable(lines, at)) return tableBlock(lines, at);
  const end = endWhile(lines, at, (next, i) => i === at || !(startsBlock(next) || startsTable(lines, i)));
  return [make("p", "", inlineMarkdown(lines.slice(at, end).join("\n"), 0)), end];
}

const startsBlock = line => line.trim() === "" || fenceStart.test(line) || headingStart.test(line) || listStart.test(line)
  || quoteStart.test(line) || ruleLine.test(line);

/** Returns whether a table starts at a line: a row, and below it a rule. */
const startsTable = (lines, at) => lines[at].includes("|") && at + 1 < lines.length && isTableRule(lines[at + 1]);

const isTableRule = line => line.includes("-") && tableRule.test(line) && cellsOf(line).every(cell => tableRuleCell.test(cell));

const cellsOf = line => line.trim().replace(/^\||\|$/g, "").split("|").map(cell => cell.trim());

/** Returns the text of a heading without the number signs that can close it. */
const headingText = text => text.trim().replace(/(?:^|\s)#+$/, "").trim();

function endWhile(lines, from, test) {
  let end = from;
  while (end < lines.length && test(lines[end], end)) end++;
  return end;
}

function codeBlock(lines, at, fence) {
  const end = endWhile(lines, at + 1, line => !closesFence(line, fence));
  const text = lines.slice(at + 1, end).join("\n");
  return [make("div", "code-block", [make("pre", "", visible(text)), copyButton(text, "Copy the code")]), end + 1];
}

/** Returns whether a line has nothing but as many marks as the start of the block, or more. */
function closesFence(line, fence) {
  const marks = line.trim();
  return marks.length >= fence.length && marks === fence[0].repeat(marks.length) && /^ {0,3}\S/.test(line);
}

function listBlock(lines, at, depth) {
  const [, indent, mark] = listStart.exec(lines[at]);
  const isOrdered = /\d/.test(mark);
  const items = [];
  while (at < lines.length) {
    const item = listStart.exec(lines[at]);
    if (!item || item[1].length > indent.length + 1 || /\d/.test(item[2]) !== isOrdered) break;
    const inside = item[1].length + item[2].length + 1;
    // An item goes on in lines that are indented, and in an empty line before one.
    const end = endWhile(lines, at + 1, (line, i) => line.trim() === ""
      ? i + 1 < lines.length && /^ {2,}\S/.test(lines[i + 1])
      : /^ {2,}/.test(line) || !startsBlock(line));
    const inner = [item[3], ...lines.slice(at + 1, end).map(line => line.replace(new RegExp(`^ {0,${inside}}`), ""))];
    items.push(make("li", "", markdownBlocks(inner, depth + 1)));
    at = end;
    if (at < lines.length && lines[at].trim() === "" && listStart.test(lines[at + 1] ?? "")) at++;
  }
  const start = isOrdered ? Number.parseInt(mark, 10) : 1;
  return [make(isOrdered ? "ol" : "ul", "", items, { start: start === 1 ? null : start }), at];
}

function tableBlock(lines, at) {
  const rowOf = (line, tag) => make("tr", "", cellsOf(line).map(cell => make(tag, "", inlineMarkdown(cell, 0))));
  const end = endWhile(lines, at + 2, line => line.includes("|") && line.trim() !== "");
  return [make("div", "table-block", make("table", "", [
    make("thead", "", rowOf(lines[at], "th")),
    make("tbody", "", lines.slice(at + 2, end).map(line => rowOf(line, "td"))),
  ])), end];
}

// Each rule matches at one place and is limited in length, so that no text takes long.
const inlineRules = [
  [/\\([!-/:-@[-`{-~])/y, ([, character]) => character],
  [/(`{1,8})(?!`)([^\n]{1,2000}?)(?<!`)\1(?!`)/y, ([, , code]) => make("code", "", visible(code.replace(/^ (.+) $/, "$1")))],
  [/!\[([^\][\n]{0,300})\]\(([^()\s]{1,2000})(?:\s"[^"\n]{0,300}")?\)/y, ([, text, address]) => mediaView(text, address)],
  [/\[([^\][\n]{1,500})\]\(([^()\s]{1,2000})(?:\s"[^"\n]{0,300}")?\)/y,
    ([, text, address], depth) => linkView(inlineMarkdown(text, depth + 1), address, text)],
  [/<?(https?:\/\/[^\s<>"'`)\]]{1,2000})>?/y, ([, address]) => linkView([visible(address)], address, address)],
  [/(\*\*|__)(?=\S)([^\n]{1,500}?\S)\1/y, ([, , text], depth) => make("strong", "", inlineMarkdown(text, depth + 1))],
  [/~~(?=\S)([^\n]{1,500}?\S)~~/y, ([, text], depth) => make("s", "", inlineMarkdown(text, depth + 1))],
  [/\*(?=[^\s*])([^\n*]{1,500}?)(?<!\s)\*(?!\*)/y, ([, text], depth) => make("em", "", inlineMarkdown(text, depth + 1))],
  [/_(?=[^\s_])([^\n_]{1,500}?)(?<!\s)_(?![\p{L}\p{N}_])/uy, ([, text], depth) => make("em", "", inlineMarkdown(text, depth + 1))],
];

/** Creates the elements and texts of one paragraph. */
function inlineMarkdown(text, depth) {
  if (depth > deepestMarkdown) return [visible(text)];
  const parts = [];
  let start = 0;
  for (let at = 0; at < text.length;) {
    const isWordInside = text[at] === "_" && /[\p{L}\p{N}]/u.test(text[at - 1] ?? "");
    const [rule, match] = "\\`![<h*_~".includes(text[at]) && !isWordInside ? matchAt(text, at) : [];
    if (!match) {
      at++;
      continue;
    }
    parts.push(visible(text.slice(start, at)), rule(match, depth));
    at += match[0].length;
    start = at;
  }
  parts.push(visible(text.slice(start)));
  return parts;
}

function matchAt(text, at) {
  for (const [pattern, rule] of inlineRules) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return [rule, match];
  }
  return [];
}

/** Returns whether a link to an address does nothing but open a page or a mail. */
function isSafeAddress(address) {
  try {
    return ["http:", "https:", "mailto:"].includes(new URL(address).protocol);
  } catch {
    return false;
  }
}

function linkView(content, address, text) {
  if (!isSafeAddress(address)) return make("span", "", [content, text === address ? null : ` (${visible(address)})`]);
  return make("a", "", content, { href: address, title: visible(address), target: "_blank", rel: "noopener noreferrer" });
}

/** Creates a reference to an image or file, which is not loaded. */
function mediaView(text, address) {
  return make("span", "media", [icon("link"), linkView([visible(text || address)], address, text || address)]);
}
