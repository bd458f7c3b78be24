// Writes spans as Markdown, made to be pasted into a chat or an issue.

const longestTree = 2000;

/** Returns a span as Markdown: its properties, records and attributes. */
function spanMarkdown(trace, span) {
  const details = trace.details(span);
  const lines = [
    `### ${markdownLine(trace.name[span])} (${typeText(trace.type[span])}, ${trace.timeText(span)}${statusNote(trace, span)})`, "",
    `- Trace: \`${trace.header.get("reference")}\``, `- Span: \`${trace.id[span]}\``,
  ];
  if (details.has("start")) lines.push(`- Start: ${details.get("start")}`);
  if (details.has("message")) lines.push(`- Message: ${markdownLine(details.get("message"))}`);
  for (const [name, value] of details.get("genAI") ?? []) lines.push(`- ${name}: ${markdownLine(String(value))}`);
  for (const record of details.get("records") ?? []) {
    const title = [record.get("kind"), record.get("name")].filter(part => part).map(markdownLine).join(": ");
    if (record.get("body") !== null) lines.push("", `${title}:`, "", ...fenced(record.get("body")));
    if (record.has("attributes")) lines.push("", `${title}, attributes:`, "", ...fenced(record.get("attributes")));
  }
  if (details.has("attributes")) lines.push("", "Attributes:", "", ...fenced(details.get("attributes")));
  return `${lines.join("\n")}\n`;
}

/** Returns a span and those below it as a nested list, then the spans that failed. */
function subtreeMarkdown(trace, span) {
  const end = Math.min(trace.after[span], span + longestTree);
  const lines = [`Trace \`${trace.header.get("reference")}\`:`, ""];
  for (let i = span; i < end; i++) {
    const usage = trace.usageText(i);
    lines.push(`${"  ".repeat(Math.min(30, trace.depth[i] - trace.depth[span]))}- ${typeText(trace.type[i])} **${markdownLine(
        trace.name[i])}** `
      + `${trace.timeText(i)}${usage ? `, ${usage}` : ""}${statusNote(trace, i)}`);
  }
  if (end < trace.after[span]) lines.push(`- …(+${(trace.after[span] - end).toLocaleString("en")} spans)`);
  for (let i = span; i < end; i++) {
    if (trace.isError(i)) lines.push("", spanMarkdown(trace, i));
  }
  return `${lines.join("\n")}\n`;
}

const statusNote = (trace, span) => trace.isError(span) ? ", FAILED" : "";

/** Returns a text on one line in which no character formats. */
const markdownLine = text => visibleLine(text).replace(/[\\`*_[\]<>#|]/g, "\\$&");

/** Returns a value as a block of code, whose fence is longer than any in it. */
function fenced(value) {
  const text = typeof value === "string" ? value : jsonText(value);
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return [`${fence}${typeof value === "string" ? "" : "json"}`, text, fence];
}
