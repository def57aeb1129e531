import { type Latency } from "./statistics";

/** What one benchmark found. Keys are stable: they are what `--json` writes. */
export interface BenchmarkResult {
  /** What was done, in a sentence. */
  how: string;
  rows: Row[];
  ratios: Ratio[];
}

export interface Row extends Partial<Latency> {
  key: string;
  label: string;
  perSecond?: number;
  /** Further figures, by stable name. */
  more?: Record<string, number>;
}

/** `value` times the baseline; both were measured in the same run. */
export interface Ratio {
  key: string;
  /** What is compared, a table cell. */
  what: string;
  /** What it is compared with, a table cell. */
  against: string;
  value: number;
}

/** What a benchmark is told. */
export interface BenchmarkOptions {
  /** How long each measured load lasts. */
  seconds: number;
  /** How long memory is watched. */
  minutes: number;
  seed: number;
  /** How many appointments are in the book where their number is what matters. */
  appointments: number;
  /** Progress, for whoever watches. */
  say: (text: string) => void;
}

export type Benchmark = (options: BenchmarkOptions) => Promise<BenchmarkResult>;
