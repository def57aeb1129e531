import { type Machine, machineLine } from "./machine";
import { type BenchmarkResult, type Row } from "./result";

/** A whole run, as `--json` writes it. */
export interface Report {
  seed: number;
  seconds: number;
  minutes: number;
  appointments: number;
  machine: Machine;
  benchmarks: Record<string, BenchmarkResult>;
}

/** Figures and ratios of one benchmark, for people. */
export function asText(name: string, { how, rows, ratios }: BenchmarkResult): string {
  const cells = [["", "per s", "p50 ms", "p95 ms", "p99 ms", "samples"], ...rows.map(cellsOf)];
  const widths =
    cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = cells.map((row) =>
    row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
    ),
  );
  const more = rows.flatMap(({ label, more: facts = {} }) =>
    Object.entries(facts).map(([fact, value]) => `${label}: ${fact} ${round(value)}`),
  );
  const compared = ratios.map(({ what, against, value }) => `${what} = ${round(value)} × ${against}`);
  return [`── ${name}: ${how}`, ...lines.map((line) => line.join("  ")), ...more, ...compared].join("\n");
}

/** The ratios as the README shows them. */
export function asMarkdown({ benchmarks, machine, seconds, seed }: Report): string {
  const rows = Object.values(benchmarks).flatMap(({ ratios }) => ratios);
  const cells = [
    ["What", "Compared with", "Ratio"],
    ...rows.map(({ what, against, value }) => [what, against, `${round(value)} ×`]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]): string =>
    `| ${row
      .map((cell, column) =>
        column === 2 ? cell.padStart(widths[2] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join(" | ")} |`;
  const [head = [], ...body] = cells;
  const rule = `| ${widths.map((width, column) => (column === 2 ? `${"-".repeat(width - 1)}:` : "-".repeat(width))).join(" | ")} |`;
  return [
    line(head),
    rule,
    ...body.map(line),
    "",
    `${machineLine(machine)}; seed ${seed}, ${seconds} s per load.`,
  ].join("\n");
}

function cellsOf({ label, perSecond, p50Ms, p95Ms, p99Ms, samples }: Row): string[] {
  const figures = [perSecond, p50Ms, p95Ms, p99Ms].map((value) => (value === undefined ? "" : round(value)));
  return [label, ...figures, `${samples ?? ""}`];
}

/** Three digits that mean something. */
function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(value >= 10 ? 3 : 2);
}
