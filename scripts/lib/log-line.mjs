const names = { 10: "trace", 20: "debug", 30: "info", 40: "warn", 50: "error", 60: "fatal" };
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
  const stack = entry.level >= 50 && entry.err?.stack ? `\n${entry.err.stack}` : "";
  return { level: entry.level, text: `${time}${names[entry.level] ?? entry.level} ${text}${stack}` };
}

function parse(line) {
  if (!line.startsWith("{")) return undefined;
  try {
    const entry = JSON.parse(line);
    return typeof entry.level === "number" ? entry : undefined;
  } catch {
    return undefined;
  }
}

function short(text) {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
