// Reads PromQL with the parser of Prometheus' own editor.
import { parser } from "@prometheus-io/lezer-promql";

/** The names of all series that an expression selects. Throws where it is no PromQL. */
export function metricsAskedFor(expr) {
  return selectorsOf(expr).map(({ metric }) => metric);
}

/** The same expression, of one namespace's series only. A selector that says itself of which ones it is stays as it is. */
export function inNamespace(namespace, expr) {
  const matcher = `namespace="${namespace}"`;
  // From the end, so that the places before it stay where they are.
  return selectorsOf(expr).reduceRight((text, { metric, from, to }) => {
    const matchers = text.slice(from + metric.length, to);
    if (/[{,]\s*namespace\s*[=!]/.test(matchers)) return text;
    const scoped = matchers === "" ? `{${matcher}}` : matchers.replace("{", `{${matcher},`);
    return text.slice(0, from) + metric + scoped + text.slice(to);
  }, expr);
}

function selectorsOf(expr) {
  const selectors = [];
  parser.parse(expr).iterate({
    enter({ type, name, from, to }) {
      if (type.isError) throw new SyntaxError(`Not PromQL near ${from}: ${expr}`);
      if (name !== "VectorSelector") return;
      const [metric] = /^[a-zA-Z_:][\w:]*/.exec(expr.slice(from, to)) ?? [];
      if (metric === undefined) throw new SyntaxError(`A selector without a name near ${from}: ${expr}`);
      selectors.push({ metric, from, to });
    },
  });
  return selectors;
}
