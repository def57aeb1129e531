// Reads PromQL with the parser of Prometheus' own editor.
import { parser } from "@prometheus-io/lezer-promql";

/** The names of all series that an expression selects. Throws where it is no PromQL. */
export function metricsAskedFor(expr) {
  const names = [];
  parser.parse(expr).iterate({
    enter({ type, name, from, to }) {
      if (type.isError) throw new SyntaxError(`Not PromQL near ${from}: ${expr}`);
      if (name !== "VectorSelector") return;
      const [found] = /^[a-zA-Z_:][\w:]*/.exec(expr.slice(from, to)) ?? [];
      if (found === undefined) throw new SyntaxError(`A selector without a name near ${from}: ${expr}`);
      names.push(found);
    },
  });
  return names;
}
