const statusWords = new Map([["Ok", "OK"], ["Error", "Error"], ["Running", "Running"], ["Unset", "No status"]]);

const statusIcons = new Map([["Ok", "done"], ["Error", "error"], ["Running", "running"]]);

const countText = (count, one, many = `${one}s`) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

/** Formats the status of a trace, such as "OK, 1 failed span". */
function statusOf(trace) {
  const word = statusWords.get(trace.status) ?? visibleLine(trace.status);
  return trace.errorCount > 0 ? `${word}, ${countText(trace.errorCount, "failed span")}` : word;
}

/** Formats an RFC 3339 time to the second, as local time or in UTC. */
function timeOfRow(utc) {
  if (state.utc) return utc.slice(0, 19).replace("T", " ");
  return localTimeText(utc).slice(0, 19);
}

/** Returns the offset of the displayed times, such as UTC+02:00. */
function zoneText() {
  const minutes = state.utc ? 0 : -new Date().getTimezoneOffset();
  if (minutes === 0) return "UTC";
  const two = number => String(Math.floor(number)).padStart(2, "0");
  return `UTC${minutes < 0 ? "−" : "+"}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
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
