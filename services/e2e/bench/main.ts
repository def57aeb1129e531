import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { availability } from "./benchmarks/availability";
import { booking } from "./benchmarks/booking";
import { bot } from "./benchmarks/bot";
import { memory } from "./benchmarks/memory";
import { race } from "./benchmarks/race";
import { start } from "./benchmarks/start";
import { growth } from "./benchmarks/growth";
import { drain } from "./benchmarks/drain";
import { lateness } from "./benchmarks/lateness";
import { describeMachine, machineLine } from "./machine";
import { asMarkdown, asText, type Report } from "./report";
import { type Benchmark } from "./result";

/** In the order in which they run. */
const benchmarks: Record<string, Benchmark> = {
  availability,
  booking,
  growth,
  race,
  bot,
  drain,
  lateness,
  start,
  memory,
};

/** Started by scripts/bench.mjs, which has checked the options and brings the stores. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: "string", multiple: true, default: [] },
      json: { type: "string" },
      markdown: { type: "boolean", default: false },
      seconds: { type: "string", default: "5" },
      minutes: { type: "string", default: "1" },
      seed: { type: "string", default: "20261123" },
      appointments: { type: "string", default: "1000000" },
    },
  });
  const { TEST_POSTGRES_URL: postgresUrl = "", TEST_REDIS_URL: redisUrl = "" } = process.env;
  const print = (text: string): void =>
    void (values.markdown ? process.stderr : process.stdout).write(`${text}\n`);
  const report: Report = {
    seed: Number(values.seed),
    appointments: Number(values.appointments),
    seconds: Number(values.seconds),
    minutes: Number(values.minutes),
    machine: await describeMachine({ postgresUrl, redisUrl }),
    benchmarks: {},
  };
  print(`${machineLine(report.machine)}; seed ${report.seed}, ${report.seconds} s per load`);
  for (const [name, benchmark] of Object.entries(benchmarks)) {
    if (values.only.length > 0 && !values.only.includes(name)) continue;
    const result = await benchmark({ ...report, say: (text) => print(`\n… ${name}: ${text}`) });
    report.benchmarks[name] = result;
    print(asText(name, result));
  }
  if (values.markdown) process.stdout.write(`${asMarkdown(report)}\n`);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
