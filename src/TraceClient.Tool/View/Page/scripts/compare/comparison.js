// The changes of a span as tracectl numbers them.
const changes = { added: 1, removed: 2, moved: 4, changed: 8 };

const propertyTexts = new Map(Object.entries({ inputTokens: "tokens in", outputTokens: "tokens out", toolCalls: "tool calls" }));

const propertyText = property => propertyTexts.get(property) ?? property;

function differenceText(property, value) {
  if (value === null) return "–";
  if (property === "duration") return durationText(value);
  if (property === "status") return statusText(value);
  return /^\d+$/.test(value) ? Number(value).toLocaleString("en") : visibleLine(String(value));
}

/** A comparison of two traces of the page, with the spans of both in one tree. */
class ComparisonData {
  constructor(lines) {
    this.header = JSON.parse(lines[0]);
    this.spans = lines.slice(1).map(line => JSON.parse(line));
    this.counts = Object.entries(changes)
      .map(([name, flag]) => [name, this.spans.reduce((count, [change]) => count + (change & flag ? 1 : 0), 0)]);
    this.differing = this.withAncestors();
  }

  /** Returns the spans that differ and those above them. */
  withAncestors() {
    const shown = [];
    let depthBelow = 0;
    // From behind, the spans below come before those above.
    for (let i = this.spans.length - 1; i >= 0; i--) {
      const [change, depth] = this.spans[i];
      const isShown = change !== 0 || depth < depthBelow;
      if (isShown) shown.push(i);
      depthBelow = isShown ? depth : Math.min(depthBelow, depth);
    }
    return shown.reverse();
  }
}
