const levels = { trace: 10, debug: 20, info: 30, warn: 40, error: 50, fatal: 60 };
const plumbing = new Set([
  "level",
  "time",
  "pid",
  "hostname",
  "service",
  "msg",
  "err",
  "trace_id",
  "span_id",
  "trace_flags",
]);

/** A line of a service's output, as a person reads it. What is not one of our JSON lines counts as a warning. */
export function readLogLine(line) {
  const entry = parse(line);
  if (entry === undefined) return { level: line.trim() === "" ? 30 : 40, text: line };
  const time = entry.time === undefined ? "" : `${new Date(entry.time).toTimeString().slice(0, 8)} `;
  const fields = Object.entries(entry)
    .filter(([name, value]) => !plumbing.has(name) && value !== undefined && value !== null)
    .map(
      ([name, value]) =>
        `${name}=${short(typeof value === "object" ? JSON.stringify(value) : String(value))}`,
    );
  const error = entry.err ? [`${entry.err.type ?? "Error"}: ${entry.err.message ?? ""}`] : [];
  const text = [entry.msg, ...error, ...fields].filter(Boolean).join("  ");
  const level = levels[entry.level];
  const stack = level >= 50 && entry.err?.stack ? `\n${entry.err.stack}` : "";
  return { level, text: `${time}${entry.level} ${text}${stack}` };
}

function parse(line) {
  if (!line.startsWith("{")) return undefined;
  try {
    const entry = JSON.parse(line);
    return entry.level in levels ? entry : undefined;
  } catch {
    return undefined;
  }
}

function short(text) {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
