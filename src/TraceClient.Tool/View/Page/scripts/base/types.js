// Each type has a hue and a pattern. Types that appear together differ in more than the hue.
const typeStyles = new Map([
  ["Agent", "blue", "plain"],
  ["Tool", "orange", "plain"],
  ["Generation", "green", "plain"],
  ["Chain", "grey", "stripes"],
  ["Retriever", "sky", "plain"],
  ["Embedding", "sky", "stripes"],
  ["Evaluator", "purple", "plain"],
  ["Guardrail", "purple", "stripes"],
  ["Event", "yellow", "plain"],
  ["Span", "grey", "plain"],
  ["Input", "blue", "bars"],
  ["Filter", "orange", "bars"],
  ["PreOutput", "purple", "bars"],
  ["Output", "green", "bars"],
].map(([type, hue, pattern]) => [type, { hue: `hue-${hue}`, fill: `fill hue-${hue} pattern-${pattern}` }]));

const typeOrder = [...typeStyles.keys()];

function styleOf(type) {
  let style = typeStyles.get(type);
  if (!style) {
    style = { hue: "hue-grey", fill: "fill hue-grey pattern-dots" };
    typeStyles.set(type, style);
  }
  return style;
}

/** Returns the display name of a type. */
const typeText = type => visibleLine(type === "PreOutput" ? "Pre-output" : type);

/** Compares types for the legend: known types first, then the others by name. */
function compareTypes(left, right) {
  const [a, b] = [left, right].map(type => typeOrder.indexOf(type));
  if (a >= 0 && b >= 0) return a - b;
  return a >= 0 ? -1 : b >= 0 ? 1 : left < right ? -1 : 1;
}
