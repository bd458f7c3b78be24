const statusWords = new Map([["Ok", "OK"], ["Error", "Error"], ["Running", "Running"], ["Unset", "No status"]]);

const statusIcons = new Map([["Ok", "done"], ["Error", "error"], ["Running", "running"]]);

/** Formats the status of a trace, such as "OK, 1 failed span". */
function statusOf(trace) {
  const word = statusWords.get(trace.status) ?? visibleLine(trace.status);
  return trace.errorCount > 0 ? `${word}, ${countText(trace.errorCount, "failed span")}` : word;
}

/** Formats an RFC 3339 time to the second, in the zone of the page. */
const timeOfRow = utc => localTimeText(utc).slice(0, 19);

/** Returns the zone of the page, such as UTC+02:00. */
function zoneName() {
  const offset = zoneText(new Date().toISOString());
  return offset === "UTC" || offset === "+00:00" ? "UTC" : `UTC${offset}`;
}

const durationOfRow = milliseconds => milliseconds === undefined ? "" : durationText(milliseconds * 1e6);

/** Formats costs, such as 0.017 USD; small ones keep two digits that are not zero. */
function costOf(usage) {
  return (usage?.costs ?? []).map(({ amount, currency }) => {
    const digits = amount >= 1 || amount === 0 ? 2 : Math.min(8, 1 - Math.floor(Math.log10(amount)));
    return `${amount.toFixed(digits)}${currency ? ` ${currency}` : ""}`;
  }).join(" + ");
}

const traceAddress = trace => `/trace?ref=${encodeURIComponent(trace.reference)}`;

const sessionAddress = (source, id) => `/session?source=${encodeURIComponent(source)}&id=${encodeURIComponent(id)}`;
