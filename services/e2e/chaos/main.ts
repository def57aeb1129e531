import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { repository } from "@okoshko/e2e/service-process";
import { asList, asTable, isBroken, judge } from "./judge";
import { profiles } from "./profiles";
import { planOf, run } from "./run";
import { type Sabotage, sabotages } from "./sabotage";
import { describe } from "./schedule";

/** Started by scripts/chaos.mjs, which has built everything and checked the options. Exits with 0 when every invariant holds. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "1" },
      seconds: { type: "string" },
      profile: { type: "string", default: "quick" },
      sabotage: { type: "string" },
      verbose: { type: "boolean", default: false },
    },
  });
  const profile = profiles[values.profile];
  if (!profile) throw new Error(`There is no profile ${values.profile}.`);
  const seed = Number(values.seed);
  const seconds = Number(values.seconds ?? profile.seconds);
  const wanted: Sabotage | undefined = sabotages.find((name) => name === values.sabotage);
  if (values.sabotage !== undefined && wanted === undefined)
    throw new Error(`There is no sabotage ${values.sabotage}.`);
  const repeat = `npm run chaos -- --seed ${seed} --seconds ${seconds} --profile ${values.profile}`;
  const print = (text: string): void => void process.stdout.write(`${text}\n`);

  print(`Chaos, ${values.profile}: ${profile.title}; seed ${seed}, ${seconds} s. Again: ${repeat}`);
  const { schedule } = planOf(seed, profile, seconds);
  for (const { atMs, fault } of schedule)
    print(`  ${(atMs / 1000).toFixed(1).padStart(6)} s  ${describe(fault)}`);

  const stopping = new AbortController();
  let stop: (how: "gently" | "now") => Promise<void> = () => Promise.resolve();
  const interrupt = (): void => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    void stop("now").then(() => process.exit(130));
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, interrupt);

  const lines: string[] = [];
  try {
    const result = await run({
      seed,
      profile,
      seconds,
      sabotage: wanted,
      stopping: stopping.signal,
      onStop: (how) => (stop = how),
      say: (line) => {
        lines.push(line);
        if (values.verbose) print(line);
      },
    });
    const verdicts = judge(result.evidence, result.reminders);
    const broken = isBroken(verdicts) || result.settled.startsWith("not");
    print(asTable(verdicts));
    print(`  ${result.settled}`);
    if (broken) {
      print(`\nWhat was violated:\n${asList(verdicts)}`);
      print(
        `\nTimeline (${new Date(result.timeline.beganAt).toISOString()}):\n${lines.map((line) => `  ${line}`).join("\n")}`,
      );
      print(`\nAgain: ${repeat}`);
    }
    save({
      repeat,
      seed,
      seconds,
      profile: values.profile,
      broken,
      settled: result.settled,
      verdicts,
      schedule,
      timeline: result.timeline,
      lastLines: result.lastLines,
      evidence: broken ? result.evidence : undefined,
    });
    return broken ? 1 : 0;
  } catch (error) {
    if (stopping.signal.aborted) return await new Promise(() => undefined);
    print(lines.join("\n"));
    throw error;
  } finally {
    if (!stopping.signal.aborted) await stop("gently");
  }
}

/** As JSON, and of a broken run with all the evidence. */
function save(report: { profile: string; seed: number } & Record<string, unknown>): void {
  const directory = path.join(repository, "artifacts", "chaos");
  mkdirSync(directory, { recursive: true });
  const file = path.join(directory, `${report.profile}-${report.seed}.json`);
  writeFileSync(
    file,
    JSON.stringify(report, (_key, value: unknown) => (value instanceof Map ? [...value.values()] : value), 1),
  );
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(2);
  },
);
