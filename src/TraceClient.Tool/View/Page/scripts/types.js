// What a type looks like: a short name, a hue and a pattern. Types that appear together differ in more than the hue.
const looks = new Map([
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

const typeOrder = [...looks.keys()];

function lookOf(type) {
  let look = looks.get(type);
  if (!look) {
    look = { short: visibleLine([...type].slice(0, 3).join("")).toUpperCase().slice(0, 3), hue: "hue-grey", fill: "fill hue-grey pattern-dots" };
    looks.set(type, look);
  }
  return look;
}

/** A type's name with spaces, as it reads in a sentence. */
const typeText = type => visibleLine(type === "PreOutput" ? "Pre-output" : type);

/** The order of the legend: known types first, then the others by name. */
function compareTypes(left, right) {
  const [a, b] = [left, right].map(type => typeOrder.indexOf(type));
  if (a >= 0 && b >= 0) return a - b;
  return a >= 0 ? -1 : b >= 0 ? 1 : left < right ? -1 : 1;
}
