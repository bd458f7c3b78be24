// Each type has a short name, a hue and a pattern. Types that appear together differ in more than the hue.
const typeStyles = new Map([
  ["Agent", "AGT", "blue", "plain"],
  ["Tool", "TOL", "orange", "plain"],
  ["Generation", "GEN", "green", "plain"],
  ["Chain", "CHN", "grey", "stripes"],
  ["Retriever", "RTR", "sky", "plain"],
  ["Embedding", "EMB", "sky", "stripes"],
  ["Evaluator", "EVL", "purple", "plain"],
  ["Guardrail", "GRD", "purple", "stripes"],
  ["Event", "EVT", "yellow", "plain"],
  ["Span", "SPN", "grey", "plain"],
  ["Input", "INP", "blue", "bars"],
  ["Filter", "FLT", "orange", "bars"],
  ["PreOutput", "PRE", "purple", "bars"],
  ["Output", "OUT", "green", "bars"],
].map(([type, short, hue, pattern]) => [type, { short, hue: `hue-${hue}`, fill: `fill hue-${hue} pattern-${pattern}` }]));

const typeOrder = [...typeStyles.keys()];

function styleOf(type) {
  let style = typeStyles.get(type);
  if (!style) {
    const short = visibleLine([...type].slice(0, 3).join("")).toUpperCase().slice(0, 3);
    style = { short, hue: "hue-grey", fill: "fill hue-grey pattern-dots" };
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
