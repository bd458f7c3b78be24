// What a step of a pipeline changed: its log records against those of the step before it.

const wholeChunkTypes = new Set(["Input", "PreOutput"]);

/** The changes of a span against its parent; null where one of the two has no log records. */
function changesOf(trace, span) {
  const parent = trace.parent[span];
  if (parent < 0 || trace.records[span] === 0 || trace.records[parent] === 0) return null;
  const [before, after] = [newRecordsOf(trace, parent), newRecordsOf(trace, span)];
  if (!before.every(isLog) || !after.every(isLog)) return null;
  return { parent, pairs: pairRecords(before, after) };
}

const isLog = record => record.get("kind") === "Log";

/**
 * The records that are new in a pass. Fluent Bit's inputs and pre-outputs carry the whole chunk so far, its filters only what was
 * appended: records that an earlier pass's pre-output ended with were not touched again.
 */
function newRecordsOf(trace, span) {
  const records = trace.recordsOf(span);
  if (!wholeChunkTypes.has(trace.type[span])) return records;
  let earlier = span - 1;
  while (earlier >= 0 && trace.type[earlier] !== "PreOutput") earlier--;
  if (earlier < 0) return records;

  const done = trace.recordsOf(earlier);
  let same = 0;
  while (same < done.length && same < records.length && isSameBody(done[same], records[same])) same++;
  return records.slice(same);
}

const isSameBody = (left, right) => changesBetween(left.get("body"), right.get("body")).every(change => change.kind === "same");

const isSameRecord = (left, right) => left.get("time") === right.get("time") && isSameBody(left, right);

// How much of two records of different times must be equal for them to be one record that was given another time.
const leastAlike = 0.5;

/**
 * Pairs the records before and after: [before, after], one of them null for what was added or dropped. Records mostly keep their time, so
 * those of one time are compared first: where as many went in as came out they are the same in order, else the most alike. What is
 * left over then is paired where it is alike enough.
 */
function pairRecords(before, after) {
  const left = groupByTime(before);
  const right = groupByTime(after);
  const partner = new Map();
  for (const [time, sources] of left) {
    const results = right.get(time) ?? [];
    if (sources.length === results.length) sources.forEach((source, i) => partner.set(source, results[i]));
    else pairMostAlike(sources, results, partner, Number.MIN_VALUE);
  }

  const paired = new Set(partner.values());
  const [dropped, added] = [before.filter(record => !partner.has(record)), after.filter(record => !paired.has(record))];
  if (dropped.length * added.length <= mostComparisons) pairMostAlike(dropped, added, partner, leastAlike);

  const taken = new Set(partner.values());
  const pairs = before.map(record => [record, partner.get(record) ?? null]);
  for (const record of after) {
    if (!taken.has(record)) pairs.push([null, record]);
  }
  return pairs;
}

function groupByTime(records) {
  const groups = new Map();
  for (const record of records) {
    const time = record.get("time");
    if (!groups.has(time)) groups.set(time, []);
    groups.get(time).push(record);
  }
  return groups;
}

// Comparing each with each gets slow: above so many comparisons records are paired in order.
const mostComparisons = 40_000;

/** Pairs in order so that as much as possible is equal within the pairs, those only that are alike enough. */
function pairMostAlike(sources, results, partner, least) {
  const [rows, columns] = [sources.length, results.length];
  if (rows * columns > mostComparisons) {
    results.slice(0, rows).forEach((result, i) => partner.set(sources[i], result));
    return;
  }

  const [left, right] = [sources, results].map(records => records.map(record => textsByPath(record.get("body"))));
  const alike = new Float64Array(rows * columns);
  const best = new Float64Array((rows + 1) * (columns + 1));
  const at = (i, j) => i * (columns + 1) + j;
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      const likeness = alike[i * columns + j] = likenessOf(left[i], right[j]);
      best[at(i, j)] = Math.max(best[at(i + 1, j)], best[at(i, j + 1)], likeness >= least ? likeness + best[at(i + 1, j + 1)] : 0);
    }
  }

  for (let i = 0, j = 0; i < rows && j < columns;) {
    const likeness = alike[i * columns + j];
    if (likeness >= least && best[at(i, j)] === likeness + best[at(i + 1, j + 1)]) partner.set(sources[i++], results[j++]);
    else if (best[at(i, j)] === best[at(i + 1, j)]) i++;
    else j++;
  }
}

const textsByPath = body => new Map(leavesOf(body).map(([path, value]) => [path, jsonLine(value)]));

/** The share of values that are equal under the same path. */
function likenessOf(left, right) {
  let same = 0;
  for (const [path, text] of left) {
    if (right.get(path) === text) same++;
  }
  return same / Math.max(1, left.size, right.size);
}

/** The differences of two JSON values by path, in the order of the first one, what was added at its place in the second. */
function changesBetween(before, after) {
  const left = new Map(leavesOf(before));
  const right = new Map(leavesOf(after));
  const changes = [];
  for (const [path, value] of left) {
    if (!right.has(path)) changes.push({ kind: "removed", path, before: value });
    else if (jsonLine(value) === jsonLine(right.get(path))) changes.push({ kind: "same", path, after: value });
    else changes.push({ kind: "changed", path, before: value, after: right.get(path) });
  }
  for (const [path, value] of right) {
    if (!left.has(path)) changes.push({ kind: "added", path, after: value });
  }
  return changes;
}
