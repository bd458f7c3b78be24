const unitsOfTime = [
  ["d", 86_400e9],
  ["h", 3600e9],
  ["min", 60e9],
  ["s", 1e9],
  ["ms", 1e6],
  ["µs", 1e3],
  ["ns", 1],
];

const numberText = (value, digits) => String(Number(value.toFixed(digits)));

/** Formats nanoseconds, such as 1.24 s or 2 min 5 s. */
function durationText(nanoseconds) {
  const size = Math.abs(nanoseconds);
  const sign = nanoseconds < 0 ? "−" : "";
  if (size === 0) return "0 ms";
  if (size >= 59.995e9) {
    const [big, small] = size >= 86_400e9 ? [0, 1] : size >= 3600e9 ? [1, 2] : [2, 3];
    const smallUnit = unitsOfTime[small][1];
    const all = Math.round(size / smallUnit);
    const inBig = unitsOfTime[big][1] / smallUnit;
    const rest = all % inBig;
    return `${sign}${Math.floor(all / inBig)} ${unitsOfTime[big][0]}${rest === 0 ? "" : ` ${rest} ${unitsOfTime[small][0]}`}`;
  }
  // The unit is chosen for the rounded number: 999.96 ms is 1 s.
  const [unit, length] = unitsOfTime.find(([, length]) => size >= length * .99995) ?? unitsOfTime.at(-1);
  const value = size / length;
  return `${sign}${numberText(value, value >= 100 ? 1 : 2)} ${unit}`;
}

/** Formats the offset of a time from the start of the trace. */
const offsetText = nanoseconds => `${nanoseconds < 0 ? "" : "+"}${durationText(nanoseconds)}`;

// All times are in one zone: that of the viewer, or UTC.
const zone = { isUtc: false };

const twoDigits = number => String(number).padStart(2, "0");

/** Formats an RFC 3339 time in UTC as a time in the zone of the page with the same precision. */
function localTimeText(utc) {
  const time = inZone(utc);
  const fraction = /\.\d+/.exec(utc)?.[0] ?? "";
  return `${time.toISOString().slice(0, 19).replace("T", " ")}${fraction}`;
}

/** Returns a date whose UTC members are those of a time in the zone of the page. */
function inZone(utc) {
  const time = new Date(`${utc.slice(0, 19)}Z`);
  return zone.isUtc ? time : new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
}

/** Formats the offset of the zone of the page at a time, such as +01:00. */
function zoneText(utc) {
  const minutes = zone.isUtc ? 0 : -new Date(`${utc.slice(0, 19)}Z`).getTimezoneOffset();
  if (zone.isUtc) return "UTC";
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "−" : "+"}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`;
}

const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500];

// Above one second, the steps are fractions of minutes, hours and days.
const stepsOfTime = [
  ...[1, 1e3, 1e6].flatMap(unit => steps.map(step => step * unit)),
  ...[1, 2, 5, 10, 15, 30].map(step => step * 1e9),
  ...[1, 2, 5, 10, 15, 30].map(step => step * 60e9),
  ...[1, 2, 3, 6, 12].map(step => step * 3600e9),
  ...[...steps, 1000, 2000, 5000, 10_000, 20_000, 50_000].map(step => step * 86_400e9),
];

/** Returns up to a maximum number of ticks at round intervals. */
function ticksBetween(from, to, most) {
  const length = to - from;
  const step = stepsOfTime.find(step => length / step <= most) ?? 100_000 * 86_400e9;
  const ticks = [];
  for (let i = Math.ceil(from / step); i * step <= to; i++) ticks.push(i * step);
  return { step, ticks };
}

/** Formats a tick. All ticks of an axis have the same unit and precision. */
function tickText(time, step, to) {
  if (time === 0) return "0";
  if (to >= 120e9 && step >= 1e9) return durationText(time);
  const [unit, length] = unitsOfTime.find(([, length]) => to >= length && length <= 1e9) ?? unitsOfTime.at(-1);
  const digits = Math.max(0, Math.ceil(Math.log10(length / step) - 1e-9));
  return `${(time / length).toFixed(Math.min(digits, 9))} ${unit}`;
}
